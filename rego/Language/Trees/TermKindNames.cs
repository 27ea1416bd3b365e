using Rego.Syntax.Terms;

namespace Rego.Trees;

/// <summary>What messages call the kinds of terms.</summary>
internal static class TermKindNames
{
    internal static string Of(Term term) => term switch
    {
        StringTerm => "string",
        NumberTerm => "number",
        BooleanTerm => "boolean",
        NullTerm => "null",
        VarTerm => "var",
        RefTerm => "ref",
        CallTerm => "call",
        ArrayTerm => "array",
        ObjectTerm => "object",
        SetTerm => "set",
        ArrayComprehensionTerm => "arraycomprehension",
        ObjectComprehensionTerm => "objectcomprehension",
        SetComprehensionTerm => "setcomprehension",
        TemplateStringTerm => "templatestring",
        _ => throw new InvalidOperationException($"no such term: {term.GetType().Name}"),
    };
}
