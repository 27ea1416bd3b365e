using System.Globalization;
using System.Numerics;
using System.Text;
using Rego.Values;

namespace Rego.Builtins.Formatting;

/// <summary>One argument by one verb, as Go's <c>fmt</c> prints it.</summary>
internal static class GoVerbs
{
    /// <summary>The name of an argument's type in Go.</summary>
    internal static string TypeName(object argument) => argument switch
    {
        long => "int64",
        BigInteger => "*big.Int",
        double => "float64",
        GoOperand operand => operand.TypeName,
        _ => "string",
    };

    /// <summary>The argument's text.</summary>
    internal static string Print(object argument, string verb, FormatFlags flags)
    {
        if (verb == "T")
        {
            return PrintString(TypeName(argument), "s", flags)!;
        }

        return argument switch
        {
            long number => PrintInteger(number, verb, flags),
            BigInteger number => PrintBig(number, verb, flags),
            double number => GoFloats.Print(number, verb, flags),
            GoOperand operand => PrintOperand(operand, verb, flags),
            _ => PrintString((string)argument, verb, flags),
        } ?? (argument is GoOperand { TypeName: "<nil>" } ? $"%!{verb}(<nil>)" : $"%!{verb}({TypeName(argument)}={Print(argument, "v", flags)})");
    }

    private static string? PrintOperand(GoOperand operand, string verb, FormatFlags flags) => (operand.Value, verb) switch
    {
        (BigInteger number, _) => PrintInteger((long)number, verb, flags),
        (string text, _) => PrintString(text, verb, flags),
        (bool, "t") or (_, "v") => flags.Pad(operand.Text),
        (null, "s") when operand.TypeName != "<nil>" => flags.Pad(operand.Text),
        _ => null,
    };

    private static string? PrintString(string text, string verb, FormatFlags flags) => verb switch
    {
        "v" when flags.SharpV => flags.Pad(GoText.Quote(Truncate(text, flags.Precision))),
        "v" or "s" => flags.Pad(Truncate(text, flags.Precision)),
        "q" => flags.Pad(Quoted(Truncate(text, flags.Precision), flags)),
        "x" or "X" => flags.Pad(Hex(text, verb, flags)),
        _ => null,
    };

    private static string Truncate(string text, int precision) => precision < 0 ? text : text[..GoText.IndexOfRune(text, precision)];

    private static string Quoted(string text, FormatFlags flags) =>
        flags.Sharp && CanBackquote(text) ? $"`{text}`" : GoText.Quote(text, asciiOnly: flags.Plus);

    private static bool CanBackquote(string text)
    {
        foreach (var c in text)
        {
            if ((c < ' ' && c != '\t') || c is '`' or '\u007F' or '\uFEFF' || (char.IsLowSurrogate(c) && text.Length == 1))
            {
                return false;
            }
        }

        return true;
    }

    private static string Hex(string text, string verb, FormatFlags flags)
    {
        var bytes = GoText.ToBytes(text);
        var count = flags.Precision >= 0 ? Math.Min(flags.Precision, bytes.Length) : bytes.Length;
        if (count == 0)
        {
            return string.Empty;
        }

        var shown = new StringBuilder(count * 2);
        for (var i = 0; i < count; i++)
        {
            shown.Append(i > 0 && flags.Space ? " " : string.Empty);
            shown.Append(flags.Sharp && (i == 0 || flags.Space) ? $"0{verb}" : string.Empty);
            shown.Append(bytes[i].ToString(verb + "2", CultureInfo.InvariantCulture));
        }

        return shown.ToString();
    }

    private static string? PrintInteger(long number, string verb, FormatFlags flags) => verb switch
    {
        "v" or "d" => Integer(number, 10, verb, flags),
        "b" => Integer(number, 2, verb, flags),
        "o" or "O" => Integer(number, 8, verb, flags),
        "x" or "X" => Integer(number, 16, verb, flags),
        "c" => flags.Pad(RuneText(number)),
        "q" => flags.Pad(QuotedRune(number, flags.Plus)),
        "U" => (flags with { Zero = false }).Pad(Unicode(number, flags)),
        _ => null,
    };

    private static string Integer(BigInteger number, int radix, string verb, FormatFlags flags)
    {
        var negative = number.Sign < 0;
        var least = flags.Precision;
        if (least == 0 && number.IsZero)
        {
            return new string(' ', Math.Max(0, flags.Width));
        }

        if (least < 0 && flags.Zero && !flags.Minus && flags.Width >= 0)
        {
            least = flags.Width - (negative || flags.Plus || flags.Space ? 1 : 0);
        }

        var digits = Radix.Digits(BigInteger.Abs(number), radix);
        digits = (verb == "X" ? digits.ToUpperInvariant() : digits).PadLeft(Math.Max(0, least), '0');
        return (flags with { Zero = false }).Pad(Sign(negative, flags) + Prefix(digits, radix, verb, flags) + digits);
    }

    private static string Prefix(string digits, int radix, string verb, FormatFlags flags) =>
        verb == "O" ? "0o"
        : !flags.Sharp ? string.Empty
        : radix switch
        {
            2 => "0b",
            8 => digits[0] == '0' ? string.Empty : "0",
            16 => "0" + verb,
            _ => string.Empty,
        };

    private static string Sign(bool negative, FormatFlags flags) => negative ? "-" : flags.Plus ? "+" : flags.Space ? " " : string.Empty;

    /// <summary>Integers beyond 64 bits format themselves, a little differently.</summary>
    private static string PrintBig(BigInteger number, string verb, FormatFlags flags)
    {
        var radix = verb switch { "b" => 2, "o" or "O" => 8, "d" or "s" or "v" => 10, "x" or "X" => 16, _ => 0 };
        if (radix == 0)
        {
            return $"%!{verb}(big.Int={number})";
        }

        // They see the flags as they were written, whatever the verb makes of them.
        flags.Plus |= flags.PlusV;
        flags.Sharp |= flags.SharpV;
        var digits = Radix.Digits(BigInteger.Abs(number), radix);
        digits = verb == "X" ? digits.ToUpperInvariant() : digits;
        var lead = Sign(number.Sign < 0, flags)
            + (verb == "O" ? "0o" : !flags.Sharp ? string.Empty : verb switch { "b" => "0b", "o" => "0", "x" or "X" => "0" + verb, _ => string.Empty });
        var least = flags.Precision >= 0 ? flags.Precision
            : flags.Zero && !flags.Minus ? flags.Width - lead.Length
            : 0;
        return (flags with { Zero = false }).Pad(lead + digits.PadLeft(Math.Max(0, least), '0'));
    }

    private static string RuneText(long number) => Rune.IsValid(ToRune(number)) ? new Rune(ToRune(number)).ToString() : "\uFFFD";

    private static int ToRune(long number) => number is >= 0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF) ? (int)number : 0xFFFD;

    private static string QuotedRune(long number, bool asciiOnly)
    {
        var text = new StringBuilder("'");
        GoText.AppendEscaped(text, RuneText(number), 0, asciiOnly, '\'');
        return text.Append('\'').ToString();
    }

    private static string Unicode(long number, FormatFlags flags)
    {
        var digits = ((ulong)number).ToString("X", CultureInfo.InvariantCulture).PadLeft(Math.Max(4, flags.Precision), '0');
        var printable = flags.Sharp && number is >= 0 and <= 0x10FFFF && GoText.IsPrintable(ToRune(number));
        return printable ? $"U+{digits} '{RuneText(number)}'" : "U+" + digits;
    }
}
