using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Arrays.</summary>
internal static class ArrayFunctions
{
    internal static IEnumerable<Builtin> All =>
    [
        new("array.concat", AnyArray, AnyArray, AnyArray, Operands.Of<RegoArray, RegoArray>(Concat)),
        new("array.flatten", AnyArray, AnyArray, Operands.Of<RegoArray>(Flatten)),
        new("array.reverse", AnyArray, AnyArray, Operands.Of<RegoArray>(Reverse)),
        new("array.slice", AnyArray, NumberT, NumberT, AnyArray, Operands.Of<RegoArray, RegoNumber, RegoNumber>(Slice)),
    ];

    private static RegoValue Concat(BuiltinContext context, RegoArray a, RegoArray b)
    {
        if (a.Count == 0 || b.Count == 0)
        {
            return a.Count == 0 ? b : a;
        }

        context.Charge(a.Count + b.Count, 8L * (a.Count + b.Count));
        return RegoArray.Own([.. a.Items, .. b.Items]);
    }

    private static RegoValue Flatten(BuiltinContext context, RegoArray a)
    {
        var flat = new List<RegoValue>(a.Count);
        foreach (var item in a.Items)
        {
            var parts = item is RegoArray inner ? inner.Items : [item];
            context.Charge(1 + parts.Length, 8L * parts.Length);
            flat.AddRange(parts);
        }

        return RegoArray.Own([.. flat]);
    }

    private static RegoValue Reverse(BuiltinContext context, RegoArray a)
    {
        context.Charge(a.Count, 8L * a.Count);
        var items = a.Items.ToArray();
        Array.Reverse(items);
        return RegoArray.Own(items);
    }

    private static RegoValue Slice(BuiltinContext context, RegoArray a, RegoNumber from, RegoNumber to)
    {
        if (!from.IsInt64)
        {
            return context.FailInteger(2);
        }

        if (!to.IsInt64)
        {
            return context.FailInteger(3);
        }

        var start = (int)Math.Clamp(from.Integer, 0, a.Count);
        var stop = (int)Math.Clamp(to.Integer, 0, a.Count);
        if (stop <= start)
        {
            return RegoArray.Empty;
        }

        context.Charge(stop - start, 8L * (stop - start));
        return RegoArray.From(a.Items[start..stop]);
    }
}
