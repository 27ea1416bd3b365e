using System.Numerics;
using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Arithmetic, rounding and ranges.</summary>
internal static class NumberFunctions
{
    private const string RangeLimit = "number is out of range";

    private static readonly RegoType NumberOrSet = OneOf(NumberT, AnySet);

    internal static IEnumerable<Builtin> All =>
    [
        new("plus", NumberT, NumberT, NumberT, Operators.Add) { Infix = "+" },
        new("minus", NumberOrSet, NumberOrSet, NumberOrSet, Operators.Subtract) { Infix = "-" },
        new("mul", NumberT, NumberT, NumberT, Operators.Multiply) { Infix = "*" },
        new("div", NumberT, NumberT, NumberT, Operators.Divide) { Infix = "/" },
        new("rem", NumberT, NumberT, NumberT, Operators.Remainder) { Infix = "%" },
        new("abs", NumberT, NumberT, Rounding(value => value.Abs())),
        new("round", NumberT, NumberT, Rounding(Round)),
        new("ceil", NumberT, NumberT, Rounding(Ceiling)),
        new("floor", NumberT, NumberT, Rounding(Floor)),
        new("numbers.range", NumberT, NumberT, ArrayOf(NumberT), (c, from, to) => Range(c, from, to, RegoNumber.From(1))),
        new("numbers.range_step", NumberT, NumberT, NumberT, ArrayOf(NumberT), Range),
        new("rand.intn", StringT, NumberT, NumberT, Operands.Of<RegoString, RegoNumber>(RandomInteger)) { IsPure = false },
    ];

    /// <summary>The integer that an operand is; false, with the failure, where it is none.</summary>
    internal static bool TryInteger(BuiltinContext context, int operand, RegoValue value, out BigInteger integer, out RegoValue failure)
    {
        integer = default;
        if (value is not RegoNumber number)
        {
            failure = context.FailType(operand, "integer", value);
            return false;
        }

        failure = RegoValue.Undefined;
        if (Operators.TryInteger(number, out integer))
        {
            return true;
        }

        failure = context.FailInteger(operand);
        return false;
    }

    private static Builtin1 Rounding(Func<ExtendedFloat, ExtendedFloat> function) => (context, a) =>
    {
        if (a is not RegoNumber number)
        {
            return context.FailType(1, "number", a);
        }

        context.Charge(4, 32);
        return ExtendedFloat.TryFrom(number, out var value) ? function(value).ToNumber() : context.Fail(RangeLimit);
    };

    private static ExtendedFloat Round(ExtendedFloat value) =>
        ExtendedFloat.Exactly((value.IsNegative ? value - ExtendedFloat.Half : value + ExtendedFloat.Half).Truncate());

    private static ExtendedFloat Ceiling(ExtendedFloat value)
    {
        var whole = value.Truncate();
        return ExtendedFloat.Exactly(value.IsInteger || value.IsNegative ? whole : whole + 1);
    }

    private static ExtendedFloat Floor(ExtendedFloat value)
    {
        var whole = value.Truncate();
        return ExtendedFloat.Exactly(value.IsInteger || !value.IsNegative ? whole : whole - 1);
    }

    private static RegoValue Range(BuiltinContext context, RegoValue from, RegoValue to, RegoValue by)
    {
        if (!TryInteger(context, 1, from, out var start, out var failure)
            || !TryInteger(context, 2, to, out var stop, out failure)
            || !TryInteger(context, 3, by, out var step, out failure))
        {
            return failure;
        }

        if (step.Sign <= 0)
        {
            return context.Fail("numbers.range_step: step must be a positive integer");
        }

        var numbers = new List<RegoValue>();
        var direction = start <= stop ? step : -step;
        for (var next = start; direction.Sign > 0 ? next <= stop : next >= stop; next += direction)
        {
            context.Charge(1, 40);
            numbers.Add(RegoNumber.From(next));
        }

        return RegoArray.Own([.. numbers]);
    }

    private static RegoValue RandomInteger(BuiltinContext context, RegoString seed, RegoNumber limit)
    {
        if (!Operators.TryInteger(limit, out var bound))
        {
            return context.FailInteger(2);
        }

        var magnitude = BigInteger.Abs(bound);
        if (magnitude.IsZero)
        {
            return RegoNumber.From(0);
        }

        // The same seed and limit give the same number throughout one evaluation.
        var drawn = context.PerEvaluation($"rand.intn/{magnitude}/{seed.Value}", _ => RegoNumber.From(Draw(magnitude)));
        return drawn;
    }

    private static BigInteger Draw(BigInteger limit)
    {
        var bytes = new byte[limit.GetByteCount(isUnsigned: true) + 8];
        System.Security.Cryptography.RandomNumberGenerator.Fill(bytes);
        return BigInteger.Remainder(new BigInteger(bytes, isUnsigned: true), limit);
    }
}
