using Rego.Analysis.Names;
using Rego.Analysis.Safety;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>Moves what must be evaluated from heads to the end of bodies.</summary>
internal static class HeadTerms
{
    internal static void Run(Compilation compilation) =>
        compilation.UpdateRules(rule =>
        {
            CheckArguments(compilation, rule.Head);
            return RuleBranches.Map(rule, (branch, _) => Move(branch, compilation.Locals));
        });

    /// <summary>An argument is a pattern: what a reference in it should mean, nobody says.</summary>
    private static void CheckArguments(Compilation compilation, RuleHead head)
    {
        foreach (var argument in head.Arguments.IsDefault ? [] : head.Arguments)
        {
            ActionWalker.Walk(argument, node =>
            {
                if (node is RefTerm { Head: VarTerm name } reference)
                {
                    compilation.Errors.AddMinor(UnsafeVariables.Error(compilation.Locals.Original(name.Name), reference.Location, string.Empty));
                }

                return node is ArrayTerm or ObjectTerm;
            });
        }
    }

    private static Rule Move(Rule rule, LocalNames locals)
    {
        var moved = new List<Expression>();
        Term Move(Term term)
        {
            if (!Evaluated.Is(term))
            {
                return term;
            }

            var local = locals.NextAt(term.Location);
            moved.Add(Make.Equality(term.Location, local, term));
            return local;
        }

        var head = rule.Head;
        var key = head.Key is null ? null : Move(head.Key);
        var value = head.Value is null ? null : Move(head.Value);
        var arguments = head.Arguments.IsDefaultOrEmpty || !head.Arguments.Any(Evaluated.Is) ? head.Arguments : [.. head.Arguments.Select(Move)];
        return Make.Rule(rule, Make.Head(head, head.Reference, arguments, key, value), RuleBodies.Append(rule.Body, moved), rule.Else);
    }
}
