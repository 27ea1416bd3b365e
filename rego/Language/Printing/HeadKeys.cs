using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Printing;

/// <summary>What OPA's tree has as the key of a head.</summary>
internal static class HeadKeys
{
    /// <summary>The element behind <c>contains</c>, or the second part of a name that older Rego would have read as a key; null where neither is.</summary>
    internal static Term? KeyOf(RuleHead head, bool isDefault)
    {
        if (head.Key is not null || head.Reference.Length != 2 || !head.Arguments.IsDefaultOrEmpty || isDefault)
        {
            return head.Key;
        }

        var last = head.Reference[1];
        return !head.HasIf || !Groundness.IsGround(last) || last is RefTerm ? last : null;
    }
}
