using Rego.Syntax.Terms;

namespace Rego.Parsing;

/// <summary>What messages call the kinds of terms.</summary>
internal static class TermKinds
{
    internal static string NameOf(Term term) => term switch
    {
        NullTerm => "null",
        BooleanTerm => "boolean",
        NumberTerm => "number",
        StringTerm => "string",
        VarTerm { Name: "data" or "input" } => "ref",
        VarTerm => "var",
        RefTerm => "ref",
        ArrayTerm => "array",
        ObjectTerm => "object",
        SetTerm => "set",
        ArrayComprehensionTerm => "arraycomprehension",
        ObjectComprehensionTerm => "objectcomprehension",
        SetComprehensionTerm => "setcomprehension",
        CallTerm => "call",
        TemplateStringTerm => "templatestring",
        _ => throw new ArgumentOutOfRangeException(nameof(term), term.GetType().Name, "no such term"),
    };
}
