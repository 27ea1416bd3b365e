using System.Numerics;
using Rego.Values;

namespace Rego.Builtins;

/// <summary>The functions behind the operators, for direct calls by the evaluator.</summary>
internal static class Operators
{
    /// <summary><c>a + b</c>.</summary>
    internal static RegoValue Add(BuiltinContext context, RegoValue a, RegoValue b)
    {
        if (a is RegoNumber { IsInt64: true } x && b is RegoNumber { IsInt64: true } y)
        {
            var sum = unchecked(x.Integer + y.Integer);
            if (((x.Integer ^ sum) & (y.Integer ^ sum)) >= 0)
            {
                return RegoNumber.From(sum);
            }
        }

        return Wide(context, a, b, BigInteger.Add, (left, right) => left + right);
    }

    /// <summary><c>a - b</c>, of two numbers or two sets.</summary>
    internal static RegoValue Subtract(BuiltinContext context, RegoValue a, RegoValue b)
    {
        if (a is RegoNumber { IsInt64: true } x && b is RegoNumber { IsInt64: true } y)
        {
            var difference = unchecked(x.Integer - y.Integer);
            if (((x.Integer ^ y.Integer) & (x.Integer ^ difference)) >= 0)
            {
                return RegoNumber.From(difference);
            }
        }

        return a switch
        {
            RegoNumber when b is RegoNumber => Wide(context, a, b, BigInteger.Subtract, (left, right) => left - right),
            RegoSet left when b is RegoSet right => SetAlgebra.Difference(context, left, right),
            RegoNumber => context.FailType(2, "number", b),
            RegoSet => context.FailType(2, "set", b),
            _ => context.FailType(1, "one of {number, set}", a),
        };
    }

    /// <summary><c>a * b</c>.</summary>
    internal static RegoValue Multiply(BuiltinContext context, RegoValue a, RegoValue b)
    {
        if (a is RegoNumber { IsInt64: true } x && b is RegoNumber { IsInt64: true } y)
        {
            var high = Math.BigMul(x.Integer, y.Integer, out var low);
            if (high == low >> 63)
            {
                return RegoNumber.From(low);
            }
        }

        return Wide(context, a, b, BigInteger.Multiply, (left, right) => left * right);
    }

    /// <summary><c>a / b</c>.</summary>
    internal static RegoValue Divide(BuiltinContext context, RegoValue a, RegoValue b)
    {
        if (a is RegoNumber { IsInt64: true } x && b is RegoNumber { IsInt64: true } y && y.Integer is not (0 or -1) && x.Integer % y.Integer == 0)
        {
            return RegoNumber.From(x.Integer / y.Integer);
        }

        return !TryFloats(context, a, b, out var left, out var right, out var failure) ? failure
            : right.IsZero ? context.Fail("divide by zero")
            : (left / right).ToNumber();
    }

    /// <summary><c>a % b</c>, with the sign of <paramref name="a"/>.</summary>
    internal static RegoValue Remainder(BuiltinContext context, RegoValue a, RegoValue b)
    {
        if (a is not RegoNumber x)
        {
            return context.FailType(1, "number", a);
        }

        if (b is not RegoNumber y)
        {
            return context.FailType(2, "number", b);
        }

        if (x.IsInt64 && y.IsInt64 && y.Integer is not (0 or -1))
        {
            return RegoNumber.From(x.Integer % y.Integer);
        }

        return !TryInteger(x, out var left) || !TryInteger(y, out var right) ? context.Fail("modulo on floating-point number")
            : right.IsZero ? context.Fail("modulo by zero")
            : RegoNumber.From(BigInteger.Remainder(left, right));
    }

    /// <summary><c>a &amp; b</c>: what is in both sets.</summary>
    internal static RegoValue And(BuiltinContext context, RegoValue a, RegoValue b) =>
        a is not RegoSet x ? context.FailType(1, "set", a)
        : b is not RegoSet y ? context.FailType(2, "set", b)
        : SetAlgebra.Intersection(context, x, y);

    /// <summary><c>a | b</c>: what is in either set.</summary>
    internal static RegoValue Or(BuiltinContext context, RegoValue a, RegoValue b) =>
        a is not RegoSet x ? context.FailType(1, "set", a)
        : b is not RegoSet y ? context.FailType(2, "set", b)
        : SetAlgebra.Union(context, x, y);

    /// <summary><c>value in collection</c>; false where the collection is none.</summary>
    internal static bool IsMember(BuiltinContext context, RegoValue value, RegoValue collection)
    {
        switch (collection)
        {
            case RegoSet set:
                return set.Contains(value);
            case RegoArray array:
                context.Charge(array.Count);
                return array.Items.Contains(value);
            case RegoObject members:
                context.Charge(members.Count);
                return members.Values.Contains(value);
            default:
                return false;
        }
    }

    /// <summary><c>key, value in collection</c>; false where the collection is none.</summary>
    internal static bool IsMember(RegoValue key, RegoValue value, RegoValue collection) => collection switch
    {
        RegoSet set => key.Equals(value) && set.Contains(value),
        RegoArray array => key is RegoNumber number && number.TryGetIndex(array.Count, out var at) && array[at].Equals(value),
        RegoObject members => members.TryGetValue(key, out var found) && found.Equals(value),
        _ => false,
    };

    /// <summary>The integer that a number is: exactly where it is spelled without point and exponent, else as the nearest float has it.</summary>
    internal static bool TryInteger(RegoNumber number, out BigInteger value)
    {
        if (number.IsInt64)
        {
            value = number.Integer;
            return true;
        }

        if (number.Text.AsSpan().IndexOfAny('.', 'e', 'E') < 0 && number.Text.Length <= ExtendedFloat.MaxDecimalExponent)
        {
            value = BigInteger.Parse(number.Text, System.Globalization.CultureInfo.InvariantCulture);
            return true;
        }

        var isInteger = ExtendedFloat.TryFrom(number, out var nearest) && nearest.IsInteger;
        value = isInteger ? nearest.Truncate() : default;
        return isInteger;
    }

    /// <summary>Integers of any size exactly, all else in floating point.</summary>
    private static RegoValue Wide(
        BuiltinContext context,
        RegoValue a,
        RegoValue b,
        Func<BigInteger, BigInteger, BigInteger> exact,
        Func<ExtendedFloat, ExtendedFloat, ExtendedFloat> inexact)
    {
        if (a is RegoNumber x && b is RegoNumber y && TryInteger(x, out var whole) && TryInteger(y, out var other))
        {
            var result = exact(whole, other);
            context.Charge(1 + (result.GetBitLength() >> 4), result.GetBitLength() >> 2);
            return RegoNumber.From(result);
        }

        return TryFloats(context, a, b, out var left, out var right, out var failure) ? inexact(left, right).ToNumber() : failure;
    }

    private static bool TryFloats(
        BuiltinContext context, RegoValue a, RegoValue b, out ExtendedFloat left, out ExtendedFloat right, out RegoValue failure)
    {
        left = right = default;
        failure = RegoValue.Undefined;
        if (a is not RegoNumber x)
        {
            failure = context.FailType(1, "number", a);
        }
        else if (b is not RegoNumber y)
        {
            failure = context.FailType(2, "number", b);
        }
        else if (ExtendedFloat.TryFrom(x, out left) && ExtendedFloat.TryFrom(y, out right))
        {
            context.Charge(8, 64);
            return true;
        }
        else
        {
            failure = context.Fail("number is out of range");
        }

        return false;
    }
}
