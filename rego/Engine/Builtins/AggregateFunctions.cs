using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>One value out of many.</summary>
internal static class AggregateFunctions
{
    private static readonly RegoType Numbers = OneOf(ArrayOf(NumberT), SetOf(NumberT));

    internal static IEnumerable<Builtin> All =>
    [
        new("count", OneOf(StringT, AnyArray, AnyObject, AnySet), NumberT, Count),
        new("sum", Numbers, NumberT, (c, a) => Fold(c, a, RegoNumber.From(0), Operators.Add)),
        new("product", Numbers, NumberT, Product),
        new("max", AnyCollection, AnyT, (c, a) => Extreme(c, a, 1)),
        new("min", AnyCollection, AnyT, (c, a) => Extreme(c, a, -1)),
        new("sort", AnyCollection, AnyArray, Sort),
        new("all", AnyCollection, BoolT, (c, a) => AllTrue(c, a)) { IsDeprecated = true },
        new("any", AnyCollection, BoolT, (c, a) => AnyTrue(c, a)) { IsDeprecated = true },
    ];

    private static RegoValue Count(BuiltinContext context, RegoValue a) => a switch
    {
        RegoArray array => RegoNumber.From(array.Count),
        RegoSet set => RegoNumber.From(set.Count),
        RegoObject members => RegoNumber.From(members.Count),
        RegoString text => RegoNumber.From(CountRunes(context, text.Value)),
        _ => context.FailType(1, "one of {array, object, set, string}", a),
    };

    private static int CountRunes(BuiltinContext context, string text)
    {
        context.Charge(text.Length >> 4);
        return GoText.RuneCount(text);
    }

    private static RegoValue Fold(BuiltinContext context, RegoValue a, RegoNumber start, Builtin2 step)
    {
        if (!Operands.TryItems(a, out var items))
        {
            return context.FailType(1, "one of {set, array}", a);
        }

        context.Charge(items.Length);
        RegoValue total = start;
        foreach (var item in items)
        {
            if (item is not RegoNumber)
            {
                return context.FailElement(1, "numbers", a, item);
            }

            total = step(context, total, item);
            if (!total.IsDefined)
            {
                break;
            }
        }

        return total;
    }

    private static RegoValue Product(BuiltinContext context, RegoValue a)
    {
        if (!Operands.TryItems(a, out var items))
        {
            return context.FailType(1, "one of {set, array}", a);
        }

        foreach (var item in items)
        {
            if (item is RegoNumber number && !Operators.TryInteger(number, out _))
            {
                return FloatProduct(context, a, items);
            }
        }

        return Fold(context, a, RegoNumber.From(1), Operators.Multiply);
    }

    /// <summary>Where a factor is no integer, the running product has the 53 bits of a double.</summary>
    private static RegoValue FloatProduct(BuiltinContext context, RegoValue a, ReadOnlySpan<RegoValue> items)
    {
        const int Bits = 53;
        context.Charge(8L * items.Length);
        var product = ExtendedFloat.Exactly(1);
        foreach (var item in items)
        {
            if (item is not RegoNumber number)
            {
                return context.FailElement(1, "numbers", a, item);
            }

            if (!ExtendedFloat.TryFrom(number, out var factor))
            {
                return context.Fail("number is out of range");
            }

            product = (product * factor).RoundTo(Bits);
        }

        return product.ToNumber(Bits);
    }

    private static RegoValue Extreme(BuiltinContext context, RegoValue a, int sign)
    {
        if (!Operands.TryItems(a, out var items))
        {
            return context.FailType(1, "one of {set, array}", a);
        }

        context.Charge(items.Length);
        var best = RegoValue.Undefined;
        foreach (var item in items)
        {
            if (!best.IsDefined || item.CompareTo(best) * sign >= 0)
            {
                best = item;
            }
        }

        return best;
    }

    private static RegoValue Sort(BuiltinContext context, RegoValue a)
    {
        if (!Operands.TryItems(a, out var items))
        {
            return context.FailType(1, "one of {set, array}", a);
        }

        context.Charge(16L * items.Length, 8L * items.Length);
        var sorted = items.ToArray();
        if (a is RegoArray)
        {
            Array.Sort(sorted);
        }

        return RegoArray.Own(sorted);
    }

    private static RegoValue AllTrue(BuiltinContext context, RegoValue a)
    {
        if (!Operands.TryItems(a, out var items))
        {
            return context.FailType(1, "one of {array, set}", a);
        }

        context.Charge(items.Length);
        return RegoBoolean.From(!items.ContainsAnyExcept(RegoBoolean.True));
    }

    private static RegoValue AnyTrue(BuiltinContext context, RegoValue a)
    {
        if (!Operands.TryItems(a, out var items))
        {
            return context.FailType(1, "one of {array, set}", a);
        }

        context.Charge(items.Length);
        return RegoBoolean.From(items.Contains(RegoBoolean.True));
    }
}
