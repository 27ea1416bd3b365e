using Rego.Sources;
using Rego.Syntax;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>The body <c>true</c> of a rule that is written without one, at the place where OPA puts it.</summary>
internal static class ImpliedBodies
{
    private const string DefaultKeyword = "default";

    internal static void Run(Compilation compilation) =>
        compilation.UpdateRules(rule => RuleBranches.Map(rule, (branch, _) => branch.Body is null ? Make.Rule(branch, branch.Head, Of(branch), branch.Else) : branch));

    internal static Body Of(Rule rule) => RuleBodies.True(PlaceOf(rule));

    /// <summary>The word <c>default</c>; the value; the name before <c>contains</c>; else the head.</summary>
    internal static SourceLocation PlaceOf(Rule rule)
    {
        var head = rule.Head;
        if (rule.IsDefault)
        {
            return rule.Location with { Length = DefaultKeyword.Length };
        }

        if (head.Key is not null && head.HasContains)
        {
            return head.Reference[0].Location;
        }

        return head.Value is { Location.File: not null } value && !head.Reference.IsDefaultOrEmpty && head.Reference[0].Location.File is not null && IsMain(rule)
            ? value.Location
            : head.Location;
    }

    /// <summary>An <c>else</c> branch begins with its keyword, not with a name.</summary>
    private static bool IsMain(Rule rule) => !rule.Location.Text.StartsWith("else", StringComparison.Ordinal);
}
