using System.Collections.Immutable;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Tooling.Dependencies;

/// <summary>The references into <c>data</c> and <c>input</c> that a body's statements <c>variable = reference</c> give its variables, one through another.</summary>
internal sealed class ReferenceBindings
{
    /// <summary>Variables bound to each other in a circle would give ever longer references.</summary>
    private const int MaxParts = 64;

    private const int MaxReferencesPerVariable = 256;

    private readonly Dictionary<string, SortedSet<ImmutableArray<Term>>> _references = new(StringComparer.Ordinal);

    private ReferenceBindings()
    {
    }

    /// <summary>The variables that are bound, with their references.</summary>
    internal IEnumerable<KeyValuePair<string, SortedSet<ImmutableArray<Term>>>> All => _references;

    /// <summary>Reads the bindings of a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="others">The statements that bind nothing in this way.</param>
    internal static ReferenceBindings Of(Body body, out IReadOnlyList<Expression> others)
    {
        var bindings = new ReferenceBindings();
        var equalities = new List<(string Variable, ImmutableArray<Term> Reference)>();
        var rest = new List<Expression>();
        foreach (var expression in body.Expressions)
        {
            if (BindingOf(expression) is { } binding)
            {
                equalities.Add(binding);
            }
            else
            {
                rest.Add(expression);
            }
        }

        others = rest;
        bindings.Join(equalities);
        return bindings;
    }

    /// <summary>What a reference reads: itself where it begins at a document, else what its variable stands for and the rest.</summary>
    internal IEnumerable<ImmutableArray<Term>> Expand(ImmutableArray<Term> reference)
    {
        if (reference[0] is not VarTerm head)
        {
            return [];
        }

        if (RootDocuments.IsName(head.Name))
        {
            return [reference];
        }

        return _references.TryGetValue(head.Name, out var bound)
            ? bound.Select(start => start.Length + reference.Length <= MaxParts ? start.AddRange(reference.AsSpan()[1..]) : start)
            : [];
    }

    internal static ImmutableArray<Term>? PartsOf(Term term) => term switch
    {
        RefTerm reference => [reference.Head, .. reference.Path],
        VarTerm variable when RootDocuments.IsName(variable.Name) => [variable],
        _ => null,
    };

    private static (string Variable, ImmutableArray<Term> Reference)? BindingOf(Expression expression)
    {
        if (expression is not TermExpression { Term: CallTerm { Operator: VarTerm { Name: "eq" }, Arguments: [var left, var right] } })
        {
            return null;
        }

        if (left is VarTerm a && !RootDocuments.IsName(a.Name))
        {
            return PartsOf(right) is { } value ? (a.Name, value) : null;
        }

        return right is VarTerm b && !RootDocuments.IsName(b.Name) && PartsOf(left) is { } other ? (b.Name, other) : null;
    }

    private void Join(List<(string Variable, ImmutableArray<Term> Reference)> equalities)
    {
        var isChanged = true;
        while (isChanged)
        {
            isChanged = false;
            foreach (var (variable, reference) in equalities)
            {
                foreach (var expanded in Expand(reference).ToList())
                {
                    isChanged |= Add(variable, expanded);
                }
            }
        }
    }

    private bool Add(string variable, ImmutableArray<Term> reference)
    {
        if (!_references.TryGetValue(variable, out var known))
        {
            _references[variable] = known = new SortedSet<ImmutableArray<Term>>(ReferenceOrder.Instance);
        }

        return known.Count < MaxReferencesPerVariable && known.Add(reference);
    }
}
