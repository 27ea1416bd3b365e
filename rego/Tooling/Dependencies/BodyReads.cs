using System.Collections.Immutable;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Tooling.Dependencies;

/// <summary>The references into <c>data</c> and <c>input</c> that a body reads, its variables resolved.</summary>
internal sealed class BodyReads
{
    private readonly ReferenceBindings _bindings;
    private readonly List<ImmutableArray<Term>> _found = [];

    private BodyReads(ReferenceBindings bindings) => _bindings = bindings;

    /// <summary>The references, sorted; one that begins with another is left out.</summary>
    /// <param name="body">The body.</param>
    /// <param name="outputs">The variables whose values leave the body.</param>
    internal static IEnumerable<ImmutableArray<Term>> Of(Body body, IReadOnlySet<string> outputs)
    {
        var bindings = ReferenceBindings.Of(body, out var others);
        var reads = new BodyReads(bindings);
        foreach (var expression in others)
        {
            reads.Collect(expression);
        }

        var used = UsedIn(body, others);
        foreach (var (variable, references) in bindings.All)
        {
            reads.CollectBound(references, isWhole: references.Count > 1 || outputs.Contains(variable) || used.Contains(variable));
        }

        return WithoutExtensions(reads._found);
    }

    /// <summary>The variables that are used by more than as the beginning of a reference.</summary>
    private static HashSet<string> UsedIn(Body body, IReadOnlyList<Expression> others)
    {
        var used = VariableCollector.Of(others, VariableFilter.SkipReferenceHeads);
        ActionWalker.Walk(body, node =>
        {
            if (node is RefTerm reference)
            {
                used.UnionWith(reference.Path.OfType<VarTerm>().Select(variable => variable.Name));
            }

            return true;
        });
        return used;
    }

    private static IEnumerable<ImmutableArray<Term>> WithoutExtensions(List<ImmutableArray<Term>> references)
    {
        references.Sort(ReferenceOrder.Instance);
        var last = ImmutableArray<Term>.Empty;
        foreach (var reference in references)
        {
            if (last.IsEmpty || !ReferenceOrder.IsPrefix(last, reference))
            {
                last = reference;
                yield return reference;
            }
        }
    }

    /// <summary>What a variable stands for is read as such, or only through what other references make of it; what stands in its brackets always.</summary>
    private void CollectBound(IEnumerable<ImmutableArray<Term>> references, bool isWhole)
    {
        foreach (var reference in references)
        {
            if (isWhole)
            {
                _found.Add(reference);
            }

            foreach (var part in reference.AsSpan()[1..])
            {
                Collect(part);
            }
        }
    }

    private void Collect(SyntaxNode node) => ActionWalker.Walk(node, child =>
    {
        if (child is not Term term || ReferenceBindings.PartsOf(term) is not { } parts)
        {
            return true;
        }

        _found.AddRange(_bindings.Expand(parts));
        if (parts[0] is not VarTerm)
        {
            Collect(parts[0]);
        }

        foreach (var part in parts.AsSpan()[1..])
        {
            Collect(part);
        }

        return false;
    });
}
