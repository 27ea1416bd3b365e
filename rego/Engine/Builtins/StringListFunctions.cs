using System.Text;
using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Strings and lists of strings: join, split, replace, prefixes.</summary>
internal static class StringListFunctions
{
    /// <summary>In characters; up to here a text is put together on the stack.</summary>
    private const int ShortText = 256;

    private static readonly RegoType Strings = OneOf(StringArray, StringSet);
    private static readonly RegoType StringOrStrings = OneOf(StringT, StringArray, StringSet);

    internal static IEnumerable<Builtin> All =>
    [
        new("concat", StringT, Strings, StringT, Concat),
        new("split", StringT, StringT, StringArray, Operands.Of<RegoString, RegoString>(Split)),
        new("strings.split_n", StringT, StringT, NumberT, StringArray, Operands.Of<RegoString, RegoString, RegoNumber>(SplitN)),
        new("replace", StringT, StringT, StringT, StringT, Operands.Of<RegoString, RegoString, RegoString>(Replace)),
        new("strings.replace_n", ObjectOf(StringT, StringT), StringT, StringT, Operands.Of<RegoObject, RegoString>(ReplaceN)),
        new("strings.any_prefix_match", StringOrStrings, StringOrStrings, BoolT, (c, a, b) => AnyMatch(c, a, b, suffix: false)),
        new("strings.any_suffix_match", StringOrStrings, StringOrStrings, BoolT, (c, a, b) => AnyMatch(c, a, b, suffix: true)),
    ];

    private static RegoValue Concat(BuiltinContext context, RegoValue a, RegoValue b)
    {
        if (a is not RegoString delimiter)
        {
            return context.FailType(1, "string", a);
        }

        if (!Operands.TryItems(b, out var items))
        {
            return context.FailType(2, "one of {set, array}", b);
        }

        // In two passes, so that the short texts that most policies join cost one allocation.
        var length = 0;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] is not RegoString part)
            {
                return context.FailElement(2, "strings", b, items[i]);
            }

            context.Charge(1 + (part.Value.Length >> 4), 2L * (delimiter.Value.Length + part.Value.Length));
            length = checked(length + part.Value.Length + (i > 0 ? delimiter.Value.Length : 0));
        }

        var joined = length <= ShortText ? stackalloc char[length] : new char[length];
        var rest = joined;
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
            {
                rest = Put(delimiter.Value, rest);
            }

            rest = Put(((RegoString)items[i]).Value, rest);
        }

        return RegoString.From(new string(joined));
    }

    private static Span<char> Put(string text, Span<char> place)
    {
        text.CopyTo(place);
        return place[text.Length..];
    }

    private static RegoValue Split(BuiltinContext context, RegoString text, RegoString delimiter) =>
        delimiter.Value.Length == 1
            ? SplitAtCharacter(context, text.Value, delimiter.Value[0])
            : RegoArray.From(SplitAll(context, text.Value, delimiter.Value));

    /// <summary>The usual case, without a list in between.</summary>
    private static RegoArray SplitAtCharacter(BuiltinContext context, string text, char delimiter)
    {
        var parts = new RegoValue[text.AsSpan().Count(delimiter) + 1];
        var places = parts.AsSpan();
        context.Charge(parts.Length + (text.Length >> 3), (40L * parts.Length) + (2L * text.Length));
        var start = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var at = text.IndexOf(delimiter, start);
            places[i] = RegoString.From(at < 0 ? text[start..] : text[start..at]);
            start = at + 1;
        }

        return RegoArray.Own(parts);
    }

    private static List<RegoValue> SplitAll(BuiltinContext context, string text, string delimiter)
    {
        var parts = new List<RegoValue>();
        context.Charge(1 + (text.Length >> 3), 2L * text.Length);
        if (delimiter.Length == 0)
        {
            for (var i = 0; i < text.Length; i += GoText.RuneLength(text, i))
            {
                context.Charge(1, 40);
                parts.Add(RegoString.From(text.Substring(i, GoText.RuneLength(text, i))));
            }

            return parts;
        }

        var start = 0;
        for (var at = text.IndexOf(delimiter, StringComparison.Ordinal); at >= 0; at = text.IndexOf(delimiter, start, StringComparison.Ordinal))
        {
            context.Charge(1, 40);
            parts.Add(RegoString.From(text[start..at]));
            start = at + delimiter.Length;
        }

        parts.Add(RegoString.From(text[start..]));
        return parts;
    }

    private static RegoValue SplitN(BuiltinContext context, RegoString text, RegoString delimiter, RegoNumber count)
    {
        if (!count.IsInt64)
        {
            return context.FailInteger(3);
        }

        var parts = SplitAll(context, text.Value, delimiter.Value);
        var n = (int)Math.Clamp(count.Integer, -parts.Count, parts.Count);
        return RegoArray.From(n >= 0 ? parts.GetRange(0, n) : parts.GetRange(parts.Count + n, -n));
    }

    private static RegoValue Replace(BuiltinContext context, RegoString text, RegoString old, RegoString with)
    {
        if (old.Value.Length == 0)
        {
            return ReplaceAll(context, text.Value, [(old.Value, with.Value)]);
        }

        context.Charge(1 + (text.Value.Length >> 2));
        var count = text.Value.AsSpan().Count(old.Value);
        if (count == 0)
        {
            return text;
        }

        context.Charge(count, 2L * count * with.Value.Length);
        return context.Text(text.Value.Replace(old.Value, with.Value, StringComparison.Ordinal));
    }

    private static RegoValue ReplaceN(BuiltinContext context, RegoObject patterns, RegoString text)
    {
        var pairs = new List<(string, string)>(patterns.Count);
        foreach (var (key, value) in patterns)
        {
            if (key is not RegoString old)
            {
                return context.FailType("operand 1 non-string key found in pattern object");
            }

            if (value is not RegoString with)
            {
                return context.FailType("operand 1 non-string value found in pattern object");
            }

            pairs.Add((old.Value, with.Value));
        }

        return ReplaceAll(context, text.Value, pairs);
    }

    /// <summary>Replaces from left to right; at one place the first pair that matches counts, an empty one between bytes.</summary>
    private static RegoValue ReplaceAll(BuiltinContext context, string text, List<(string Old, string With)> pairs)
    {
        if (!Ascii.IsValid(text) && pairs.Exists(pair => pair.Old.Length == 0))
        {
            var bytes = pairs.ConvertAll(pair => (AsByteChars(pair.Old), AsByteChars(pair.With)));
            return context.Text(GoText.FromBytes(Encoding.Latin1.GetBytes(Replaced(context, AsByteChars(text), bytes))));
        }

        return context.Text(Replaced(context, text, pairs));
    }

    private static string AsByteChars(string text) => Encoding.Latin1.GetString(GoText.ToBytes(text));

    private static string Replaced(BuiltinContext context, string text, List<(string Old, string With)> pairs)
    {
        var replaced = new StringBuilder(text.Length);
        var emptyBefore = false;
        for (var at = 0; at <= text.Length;)
        {
            context.Charge(1 + (pairs.Count >> 2));
            var match = FirstMatch(text, at, pairs, skipEmpty: emptyBefore);
            emptyBefore = match is { Old.Length: 0 };
            if (match is var (old, with))
            {
                context.Charge(1, 2L * with.Length);
                replaced.Append(with);
                at += old.Length;
                continue;
            }

            replaced.Append(text, at, Math.Min(1, text.Length - at));
            at++;
        }

        return replaced.ToString();
    }

    private static (string Old, string With)? FirstMatch(string text, int at, List<(string Old, string With)> pairs, bool skipEmpty)
    {
        foreach (var pair in pairs)
        {
            if (!(skipEmpty && pair.Old.Length == 0) && text.AsSpan(at).StartsWith(pair.Old, StringComparison.Ordinal))
            {
                return pair;
            }
        }

        return null;
    }

    private static RegoValue AnyMatch(BuiltinContext context, RegoValue a, RegoValue b, bool suffix)
    {
        if (!TryStrings(context, 1, a, out var texts, out var failure) || !TryStrings(context, 2, b, out var parts, out failure))
        {
            return failure;
        }

        foreach (var text in texts)
        {
            context.Charge(1 + parts.Count);
            foreach (var part in parts)
            {
                if (suffix ? text.EndsWith(part, StringComparison.Ordinal) : text.StartsWith(part, StringComparison.Ordinal))
                {
                    return RegoBoolean.True;
                }
            }
        }

        return RegoBoolean.False;
    }

    private static bool TryStrings(BuiltinContext context, int operand, RegoValue value, out List<string> strings, out RegoValue failure)
    {
        strings = [];
        failure = RegoValue.Undefined;
        if (value is RegoString single)
        {
            strings.Add(single.Value);
            return true;
        }

        if (!Operands.TryItems(value, out var items))
        {
            failure = context.FailType(operand, "one of {string, set, array}", value);
            return false;
        }

        context.Charge(items.Length, 8L * items.Length);
        foreach (var item in items)
        {
            if (item is not RegoString text)
            {
                failure = context.FailElement(operand, "strings", value, item);
                return false;
            }

            strings.Add(text.Value);
        }

        return true;
    }
}
