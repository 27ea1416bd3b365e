using System.Numerics;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Bits of integers of any size, in two's complement.</summary>
internal static class BitFunctions
{
    private const int MaxShift = 1 << 20;

    internal static IEnumerable<Builtin> All =>
    [
        new("bits.and", NumberT, NumberT, NumberT, Binary((a, b) => a & b)),
        new("bits.or", NumberT, NumberT, NumberT, Binary((a, b) => a | b)),
        new("bits.xor", NumberT, NumberT, NumberT, Binary((a, b) => a ^ b)),
        new("bits.negate", NumberT, NumberT, Negate),
        new("bits.lsh", NumberT, NumberT, NumberT, (c, a, b) => Shift(c, a, b, left: true)),
        new("bits.rsh", NumberT, NumberT, NumberT, (c, a, b) => Shift(c, a, b, left: false)),
    ];

    private static Builtin2 Binary(Func<BigInteger, BigInteger, BigInteger> function) => (context, a, b) =>
        NumberFunctions.TryInteger(context, 1, a, out var x, out var failure) && NumberFunctions.TryInteger(context, 2, b, out var y, out failure)
            ? Result(context, function(x, y))
            : failure;

    private static RegoValue Negate(BuiltinContext context, RegoValue a) =>
        NumberFunctions.TryInteger(context, 1, a, out var x, out var failure) ? Result(context, -x - 1) : failure;

    private static RegoValue Shift(BuiltinContext context, RegoValue a, RegoValue b, bool left)
    {
        if (!NumberFunctions.TryInteger(context, 1, a, out var x, out var failure) || !NumberFunctions.TryInteger(context, 2, b, out var bits, out failure))
        {
            return failure;
        }

        if (bits.Sign < 0)
        {
            return context.FailType("operand 2 must be an unsigned integer number but got a negative integer");
        }

        if (x.IsZero || (bits > MaxShift && !left))
        {
            return RegoNumber.From(x.Sign < 0 ? -1 : 0);
        }

        if (bits > MaxShift)
        {
            return context.Fail($"shift by more than {MaxShift} bits");
        }

        return Result(context, left ? x << (int)bits : x >> (int)bits);
    }

    private static RegoNumber Result(BuiltinContext context, BigInteger value)
    {
        context.Charge(1 + (value.GetBitLength() >> 4), value.GetBitLength() >> 1);
        return RegoNumber.From(value);
    }
}
