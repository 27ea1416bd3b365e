using System.Collections.Immutable;
using Rego.Printing;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Tooling.Dependencies;

/// <summary>Orders references part by part; a prefix stands before what it begins.</summary>
internal sealed class ReferenceOrder : IComparer<ImmutableArray<Term>>
{
    internal static readonly ReferenceOrder Instance = new();

    /// <inheritdoc/>
    public int Compare(ImmutableArray<Term> x, ImmutableArray<Term> y)
    {
        for (var i = 0; i < Math.Min(x.Length, y.Length); i++)
        {
            if (TermOrder.Instance.Compare(x[i], y[i]) is not 0 and var order)
            {
                return order;
            }
        }

        return x.Length.CompareTo(y.Length);
    }

    internal static bool IsPrefix(ImmutableArray<Term> prefix, ImmutableArray<Term> reference) =>
        prefix.Length <= reference.Length && Instance.Compare(prefix, reference[..prefix.Length]) == 0;

    /// <summary>The part before the first operand that has to be evaluated.</summary>
    internal static ImmutableArray<Term> ConstantPrefix(ImmutableArray<Term> reference)
    {
        var length = 1;
        while (length < reference.Length && ConstantTerms.ToValue(reference[length]) is not null)
        {
            length++;
        }

        return reference[..length];
    }
}
