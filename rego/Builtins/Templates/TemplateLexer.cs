using System.Globalization;
using System.Numerics;
using Rego.Values;

namespace Rego.Builtins.Templates;

/// <summary>Cuts the text of an action into tokens.</summary>
internal static class TemplateLexer
{
    internal static List<TemplateToken> Read(string text)
    {
        var tokens = new List<TemplateToken>();
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (at < text.Length)
            {
                tokens.Add(Next(text, ref at, afterBlank: at > start));
            }
        }

        tokens.Add(new TemplateToken(TemplateTokenKind.End, string.Empty, null, true));
        return tokens;
    }

    private static TemplateToken Next(string text, ref int at, bool afterBlank)
    {
        var c = text[at];
        switch (c)
        {
            case '"' or '`': return Constant(ReadString(text, ref at), afterBlank);
            case '\'': return Constant(ReadCharacter(text, ref at), afterBlank);
            case '.' when at + 1 < text.Length && IsWord(text[at + 1]) && !char.IsAsciiDigit(text[at + 1]):
                at++;
                return new TemplateToken(TemplateTokenKind.Field, ReadWord(text, ref at), null, afterBlank);
            case '.' when at + 1 >= text.Length || !char.IsAsciiDigit(text[at + 1]):
                at++;
                return new TemplateToken(TemplateTokenKind.Dot, ".", null, afterBlank);
            case '$':
                at++;
                return new TemplateToken(TemplateTokenKind.Variable, "$" + ReadWord(text, ref at), null, afterBlank);
            case '|' or '(' or ')' or ',' or '=':
                at++;
                return new TemplateToken(TemplateTokenKind.Symbol, c.ToString(), null, afterBlank);
            case ':' when at + 1 < text.Length && text[at + 1] == '=':
                at += 2;
                return new TemplateToken(TemplateTokenKind.Symbol, ":=", null, afterBlank);
        }

        return char.IsAsciiDigit(c) || c is '+' or '-' or '.' ? Constant(ReadNumber(text, ref at), afterBlank)
            : IsWord(c) ? new TemplateToken(TemplateTokenKind.Word, ReadWord(text, ref at), null, afterBlank)
            : throw new TemplateException($"unexpected {GoText.Quote(c.ToString())} in command");
    }

    private static TemplateToken Constant(object value, bool afterBlank) => new(TemplateTokenKind.Constant, string.Empty, value, afterBlank);

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static string ReadWord(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && IsWord(text[at]))
        {
            at++;
        }

        return text[start..at];
    }

    private static string ReadString(string text, ref int at)
    {
        var quote = text[at];
        var end = at + 1;
        while (end < text.Length && text[end] != quote)
        {
            end += quote == '"' && text[end] == '\\' ? 2 : 1;
        }

        if (end >= text.Length)
        {
            throw new TemplateException("unterminated quoted string");
        }

        var inner = text[(at + 1)..end];
        at = end + 1;
        return quote == '`' ? inner : Unquote(inner);
    }

    private static object ReadCharacter(string text, ref int at)
    {
        var end = text.IndexOf('\'', at + (at + 1 < text.Length && text[at + 1] == '\\' ? 3 : 1));
        var value = end < 0 ? string.Empty : Unquote(text[(at + 1)..end]);
        if (value.Length == 0 || GoText.RuneCount(value) != 1)
        {
            throw new TemplateException("malformed character constant");
        }

        at = end + 1;
        return (long)GoText.RuneAt(value, 0);
    }

    private static string Unquote(string text)
    {
        var result = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            var c = ++i < text.Length ? text[i] : '\0';
            var digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            result.Append(c switch
            {
                'a' => "\a",
                'b' => "\b",
                'f' => "\f",
                'n' => "\n",
                'r' => "\r",
                't' => "\t",
                'v' => "\v",
                '\\' or '"' or '\'' => c.ToString(),
                'x' or 'u' or 'U' => CharacterOf(text, i + 1, digits),
                _ => throw new TemplateException("invalid syntax in a quoted string"),
            });
            i += digits;
        }

        return result.ToString();
    }

    private static string CharacterOf(string text, int at, int digits) =>
        at + digits <= text.Length && int.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rune)
            && System.Text.Rune.IsValid(rune)
            ? char.ConvertFromUtf32(rune)
            : throw new TemplateException("invalid syntax in a quoted string");

    private static object ReadNumber(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (IsWord(text[at]) || text[at] is '.' || (text[at] is '+' or '-' && (at == start || text[at - 1] is 'e' or 'E'))))
        {
            at++;
        }

        var number = text[start..at].Replace("_", string.Empty, StringComparison.Ordinal);
        if (number.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(number.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal))
        {
            return hexadecimal;
        }

        if (BigInteger.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) && integer >= long.MinValue && integer <= long.MaxValue)
        {
            return (long)integer;
        }

        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && !number.Contains('n', StringComparison.OrdinalIgnoreCase)
            ? real
            : throw new TemplateException($"bad number syntax: {GoText.Quote(number)}");
    }
}
