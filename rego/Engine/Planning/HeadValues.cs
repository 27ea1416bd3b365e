using Rego.Analysis;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Values;

namespace Rego.Planning;

/// <summary>What the heads of a rule's definitions say before any of them is evaluated.</summary>
internal static class HeadValues
{
    private static readonly BooleanTerm True = new(default, true);

    /// <summary>The head's value; <c>true</c> where none is written.</summary>
    internal static Term Of(Rule rule) => rule.Head.Value ?? True;

    /// <summary>Whether all definitions and their <c>else</c> branches can only give one and the same value.</summary>
    internal static bool HaveOnlyOne(IEnumerable<RuleDefinition> definitions)
    {
        RegoValue? only = null;
        foreach (var definition in definitions)
        {
            for (var rule = definition.Rule; rule is not null; rule = rule.Else)
            {
                if (ConstantTerms.ToScalar(Of(rule)) is not { } value || (only is not null && !only.Equals(value)))
                {
                    return false;
                }

                only = value;
            }
        }

        return true;
    }
}
