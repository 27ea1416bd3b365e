using Rego.Syntax.Terms;

namespace Rego.Syntax;

/// <summary>Whether a term holds no variable, apart from the head of a reference.</summary>
internal static class Groundness
{
    internal static bool IsGround(Term term) => term switch
    {
        VarTerm variable => variable.Name is "input" or "data",
        RefTerm reference => reference.Path.All(IsGround),
        ArrayTerm array => array.Items.All(IsGround),
        SetTerm set => set.Items.All(IsGround),
        ObjectTerm @object => @object.Members.All(member => IsGround(member.Key) && IsGround(member.Value)),
        CallTerm call => call.Arguments.All(IsGround),
        TemplateStringTerm or ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm => false,
        _ => true,
    };
}
