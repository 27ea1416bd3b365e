using System.Collections.Immutable;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Values;

namespace Rego.Planning;

/// <summary>Finds the comparisons of a definition that a selector can use.</summary>
internal static class IndexConditions
{
    /// <summary>The comparisons that hold wherever the definition yields; none where an <c>else</c> branch may follow.</summary>
    internal static IReadOnlyList<IndexCondition> Of(Rule rule)
    {
        if (rule.Else is not null)
        {
            return [];
        }

        var found = new List<IndexCondition>();
        AddArguments(rule, found);
        foreach (var expression in rule.Body?.Expressions ?? [])
        {
            if (expression is TermExpression { IsNegated: false, Term: CallTerm call } && expression.WithModifiers.IsDefaultOrEmpty)
            {
                AddComparison(call, rule.Head.Arguments, found);
            }
        }

        return found;
    }

    private static void AddArguments(Rule rule, List<IndexCondition> found)
    {
        if (rule.Head.Arguments.IsDefaultOrEmpty)
        {
            return;
        }

        for (var i = 0; i < rule.Head.Arguments.Length; i++)
        {
            if (ConstantTerms.ToScalar(rule.Head.Arguments[i]) is { } value)
            {
                found.Add(new IndexCondition($"{i}", rule.Head.Arguments[i], i, [value]));
            }
        }
    }

    private static void AddComparison(CallTerm call, ImmutableArray<Term> arguments, List<IndexCondition> found)
    {
        if (call.Operator is not VarTerm { Name: "eq" or "equal" } || call.Arguments.Length != 2)
        {
            return;
        }

        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        if (ConstantTerms.ToScalar(right) is { } value)
        {
            AddSubject(left, value, arguments, found);
        }
        else if (ConstantTerms.ToScalar(left) is { } constant)
        {
            AddSubject(right, constant, arguments, found);
        }
    }

    private static void AddSubject(Term term, RegoValue value, ImmutableArray<Term> arguments, List<IndexCondition> found)
    {
        if (NameOf(term) is { } name)
        {
            found.Add(new IndexCondition(name, term, -1, [value]));
        }
        else if (term is VarTerm variable && !arguments.IsDefaultOrEmpty)
        {
            var at = arguments.IndexOf(arguments.FirstOrDefault(argument => argument is VarTerm other && other.Name == variable.Name)!);
            if (at >= 0)
            {
                found.Add(new IndexCondition($"{at}", term, at, [value]));
            }
        }
    }

    private static string? NameOf(Term term) =>
        term is RefTerm { Head: VarTerm { Name: "input" } } reference && reference.Path.All(part => ConstantTerms.ToScalar(part) is not null)
            ? string.Join('/', reference.Path.Select(part => ConstantTerms.ToScalar(part)!.ToString()))
            : null;
}
