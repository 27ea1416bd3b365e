using System.Collections.Immutable;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>Applies a change to a rule and to each of its <c>else</c> branches.</summary>
internal static class RuleBranches
{
    /// <summary>Changes each branch by itself; the arguments are those of the rule, which all its branches share.</summary>
    internal static Rule Map(Rule rule, Func<Rule, ImmutableArray<Term>, Rule> change) => Map(rule, rule.Head.Arguments, change);

    /// <summary>Changes the bodies alone.</summary>
    internal static Rule MapBodies(Rule rule, Func<Body, Body> change) =>
        Map(rule, (branch, _) => Make.Rule(branch, branch.Head, branch.Body is null ? null : change(branch.Body), branch.Else));

    /// <summary>The rule, then its <c>else</c> branches.</summary>
    internal static IEnumerable<Rule> Of(Rule rule)
    {
        for (var branch = rule; branch is not null; branch = branch.Else)
        {
            yield return branch;
        }
    }

    private static Rule Map(Rule branch, ImmutableArray<Term> arguments, Func<Rule, ImmutableArray<Term>, Rule> change)
    {
        var changed = change(branch, arguments);
        return changed.Else is null ? changed : Make.Rule(changed, changed.Head, changed.Body, Map(changed.Else, arguments, change));
    }
}
