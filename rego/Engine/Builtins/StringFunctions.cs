using System.Globalization;
using System.Text;
using Rego.Builtins.Formatting;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Strings: search, cut and change. Positions and lengths count characters, not bytes.</summary>
internal static class StringFunctions
{
    internal static IEnumerable<Builtin> All =>
    [
        new("contains", StringT, StringT, BoolT, Test((text, part) => text.Contains(part, StringComparison.Ordinal))),
        new("startswith", StringT, StringT, BoolT, Test((text, part) => text.StartsWith(part, StringComparison.Ordinal))),
        new("endswith", StringT, StringT, BoolT, Test((text, part) => text.EndsWith(part, StringComparison.Ordinal))),
        new("lower", StringT, StringT, Map(GoCase.ToLower)),
        new("upper", StringT, StringT, Map(GoCase.ToUpper)),
        new("trim_space", StringT, StringT, Map(text => text.Trim())),
        new("strings.reverse", StringT, StringT, Map(Reverse)),
        new("trim", StringT, StringT, StringT, Map(Trim)),
        new("trim_left", StringT, StringT, StringT, Map(TrimLeft)),
        new("trim_right", StringT, StringT, StringT, Map(TrimRight)),
        new("trim_prefix", StringT, StringT, StringT, Map((text, prefix) => text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text)),
        new("trim_suffix", StringT, StringT, StringT, Map((text, suffix) => text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text)),
        new("indexof", StringT, StringT, NumberT, Operands.Of<RegoString, RegoString>(IndexOf)),
        new("indexof_n", StringT, StringT, ArrayOf(NumberT), Operands.Of<RegoString, RegoString>(IndexesOf)),
        new("substring", StringT, NumberT, NumberT, StringT, Operands.Of<RegoString, RegoNumber, RegoNumber>(Substring)),
        new("strings.count", StringT, StringT, NumberT, Operands.Of<RegoString, RegoString>(CountOf)),
        new("format_int", NumberT, NumberT, StringT, Operands.Of<RegoNumber, RegoNumber>(FormatInteger)),
    ];

    private static Builtin2 Test(Func<string, string, bool> test) => Operands.Of<RegoString, RegoString>((context, text, part) =>
    {
        context.Charge(1 + (text.Value.Length >> 4));
        return RegoBoolean.From(test(text.Value, part.Value));
    });

    private static Builtin1 Map(Func<string, string> map) => Operands.Of<RegoString>((context, text) =>
    {
        context.Charge(text.Value.Length >> 3);
        var mapped = map(text.Value);
        return ReferenceEquals(mapped, text.Value) ? text : context.Text(mapped);
    });

    private static Builtin2 Map(Func<string, string, string> map) => Operands.Of<RegoString, RegoString>((context, text, other) =>
    {
        context.Charge((text.Value.Length >> 3) + (other.Value.Length >> 3));
        var mapped = map(text.Value, other.Value);
        return ReferenceEquals(mapped, text.Value) ? text : context.Text(mapped);
    });

    private static string Reverse(string text)
    {
        var reversed = new StringBuilder(text.Length);
        for (var end = text.Length; end > 0;)
        {
            var start = end > 1 && char.IsLowSurrogate(text[end - 1]) && char.IsHighSurrogate(text[end - 2]) ? end - 2 : end - 1;
            reversed.Append(text, start, end - start);
            end = start;
        }

        return reversed.ToString();
    }

    private static string Trim(string text, string cutset)
    {
        var runes = new RuneCutset(cutset);
        var end = runes.EndOf(text);
        return text[runes.StartOf(text.AsSpan(0, end))..end];
    }

    private static string TrimLeft(string text, string cutset) => text[new RuneCutset(cutset).StartOf(text)..];

    private static string TrimRight(string text, string cutset) => text[..new RuneCutset(cutset).EndOf(text)];

    private static RegoValue IndexOf(BuiltinContext context, RegoString text, RegoString part)
    {
        if (part.Value.Length == 0)
        {
            return context.Fail("empty search character");
        }

        context.Charge(1 + (text.Value.Length >> 3));
        var at = text.Value.IndexOf(part.Value, StringComparison.Ordinal);
        return RegoNumber.From(at < 0 ? -1 : GoText.RuneCount(text.Value.AsSpan(0, at)));
    }

    private static RegoValue IndexesOf(BuiltinContext context, RegoString text, RegoString part)
    {
        if (part.Value.Length == 0)
        {
            return context.Fail("empty search character");
        }

        context.Charge(1 + (text.Value.Length >> 3));
        var indexes = new List<RegoValue>();
        int runes = 0, counted = 0;
        for (var at = text.Value.IndexOf(part.Value, StringComparison.Ordinal); at >= 0; at = text.Value.IndexOf(part.Value, at + 1, StringComparison.Ordinal))
        {
            context.Charge(1, 16);
            runes += GoText.RuneCount(text.Value.AsSpan(counted, at - counted));
            counted = at;
            indexes.Add(RegoNumber.From(runes));
        }

        return RegoArray.Own([.. indexes]);
    }

    private static RegoValue Substring(BuiltinContext context, RegoString text, RegoNumber offset, RegoNumber length)
    {
        if (!offset.IsInt64)
        {
            return context.FailInteger(2);
        }

        if (!length.IsInt64)
        {
            return context.FailInteger(3);
        }

        if (offset.Integer < 0)
        {
            return context.Fail("negative offset");
        }

        var value = text.Value.AsSpan();
        context.Charge(1 + (value.Length >> 2));
        var start = GoText.IndexOfRune(value, offset.Integer);
        var count = length.Integer < 0 ? value.Length - start : GoText.IndexOfRune(value[start..], length.Integer);
        return count == value.Length ? text : context.Text(value.Slice(start, count).ToString());
    }

    private static RegoValue CountOf(BuiltinContext context, RegoString text, RegoString part)
    {
        context.Charge(1 + (text.Value.Length >> 3));
        return RegoNumber.From(part.Value.Length == 0
            ? GoText.RuneCount(text.Value) + 1
            : text.Value.AsSpan().Count(part.Value));
    }

    private static RegoValue FormatInteger(BuiltinContext context, RegoNumber number, RegoNumber radix)
    {
        if (!radix.IsInt64 || radix.Integer is not (2 or 8 or 10 or 16))
        {
            return context.FailType("operand 2 must be one of {2, 8, 10, 16}");
        }

        if (!TryTruncate(number, out var whole))
        {
            return context.Fail("number is out of range");
        }

        context.Charge(1 + (whole.GetBitLength() >> 4));
        var digits = Radix.Digits(System.Numerics.BigInteger.Abs(whole), (int)radix.Integer);
        return context.Text(whole.Sign < 0 ? "-" + digits : digits);
    }

    private static bool TryTruncate(RegoNumber number, out System.Numerics.BigInteger whole)
    {
        if (Operators.TryInteger(number, out whole))
        {
            return true;
        }

        var inRange = ExtendedFloat.TryFrom(number, out var value);
        whole = value.Truncate();
        return inRange;
    }
}
