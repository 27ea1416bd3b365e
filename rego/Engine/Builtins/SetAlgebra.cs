using Rego.Values;

namespace Rego.Builtins;

/// <summary>Union, intersection and difference by one walk over the sorted elements of both.</summary>
internal static class SetAlgebra
{
    internal static RegoSet Union(BuiltinContext context, RegoSet a, RegoSet b)
    {
        if (a.Count == 0)
        {
            return b;
        }

        return b.Count == 0 ? a : Merge(context, a, b, left: true, both: true, right: true);
    }

    internal static RegoSet Intersection(BuiltinContext context, RegoSet a, RegoSet b) =>
        a.Count == 0 || b.Count == 0 ? RegoSet.Empty : Merge(context, a, b, left: false, both: true, right: false);

    internal static RegoSet Difference(BuiltinContext context, RegoSet a, RegoSet b) =>
        b.Count == 0 ? a : Merge(context, a, b, left: true, both: false, right: false);

    private static RegoSet Merge(BuiltinContext context, RegoSet a, RegoSet b, bool left, bool both, bool right)
    {
        ReadOnlySpan<RegoValue> x = a.Items, y = b.Items;
        context.Charge(x.Length + y.Length, 8L * (x.Length + y.Length));
        var kept = new List<RegoValue>(left ? x.Length : Math.Min(x.Length, y.Length));
        int i = 0, j = 0;
        while (i < x.Length && j < y.Length)
        {
            var order = x[i].CompareTo(y[j]);
            if (order < 0 ? left : order > 0 ? right : both)
            {
                kept.Add(order <= 0 ? x[i] : y[j]);
            }

            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        kept.AddRange(left ? x[i..] : []);
        kept.AddRange(right ? y[j..] : []);
        return RegoSet.Own([.. kept]);
    }
}
