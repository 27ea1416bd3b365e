using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Safety;

/// <summary>The variables that statements bind, given those that are bound before.</summary>
internal static class Outputs
{
    /// <summary>What a body binds when it runs from left to right.</summary>
    internal static HashSet<string> OfBody(Body body, Func<Term, int> arity, IReadOnlySet<string> safe)
    {
        var known = new HashSet<string>(safe);
        foreach (var expression in body.Expressions)
        {
            known.UnionWith(Of(expression, arity, known));
        }

        known.ExceptWith(safe);
        return known;
    }

    /// <summary>What one statement binds.</summary>
    internal static HashSet<string> Of(Expression expression, Func<Term, int> arity, IReadOnlySet<string> safe)
    {
        if (expression.IsNegated || (!expression.WithModifiers.IsDefaultOrEmpty && expression.WithModifiers.Any(with => !IsSafe(with, safe))))
        {
            return [];
        }

        return expression switch
        {
            TermExpression { Term: CallTerm } when SpecialCalls.IsUnification(expression, out var call) => OfEquality(expression, call, safe),
            TermExpression { Term: CallTerm call } when SpecialCalls.IsNamed(call.Operator, SpecialCalls.Unify) => [],
            TermExpression { Term: CallTerm call } => OfCall(expression, call, arity, safe),
            TermExpression => OfReferences(expression, safe),
            EveryExpression every => OfReferences(every.Domain, safe),
            _ => [],
        };
    }

    /// <summary>What <c>a = b</c> binds.</summary>
    internal static HashSet<string> OfEquality(Expression expression, CallTerm call, IReadOnlySet<string> safe)
    {
        var output = OfReferences(expression, safe);
        Unification.Bind(safe, output, call.Arguments[0], call.Arguments[1]);
        output.RemoveWhere(safe.Contains);
        return output;
    }

    private static HashSet<string> OfCall(Expression expression, CallTerm call, Func<Term, int> arity, IReadOnlySet<string> safe)
    {
        var inputs = arity(call.Operator);
        if (inputs < 0)
        {
            return [];
        }

        var output = OfReferences(expression, safe);
        if (inputs >= call.Arguments.Length)
        {
            return output;
        }

        const VariableFilter filter = VariableFilter.SkipClosures | VariableFilter.SkipSets | VariableFilter.SkipObjectKeys | VariableFilter.SkipReferenceHeads;
        var needed = new HashSet<string>();
        VariableCollector.AddTo(needed, call.Arguments.AsSpan(0, inputs), filter);
        foreach (var name in needed)
        {
            if (!output.Contains(name) && !safe.Contains(name))
            {
                return [];
            }
        }

        VariableCollector.AddTo(output, call.Arguments.AsSpan(inputs, call.Arguments.Length - inputs), filter);
        return output;
    }

    private static HashSet<string> OfReferences(SyntaxNode node, IReadOnlySet<string> safe)
    {
        var outputs = new ReferenceOutputs(safe);
        outputs.Walk(node);
        return outputs.Names;
    }

    /// <summary>Whether the head of a reference is bound.</summary>
    internal static bool IsHeadSafe(RefTerm reference, IReadOnlySet<string> safe) =>
        reference.Head is VarTerm variable ? safe.Contains(variable.Name) : IsSafe(reference.Head, safe);

    private static bool IsSafe(SyntaxNode node, IReadOnlySet<string> safe) =>
        VariableCollector.Of(node, VariableFilter.Statement).IsSubsetOf(safe);
}
