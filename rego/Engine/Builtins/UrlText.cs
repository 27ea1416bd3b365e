using System.Buffers;
using System.Globalization;
using System.Text;
using Rego.Values;

namespace Rego.Builtins;

/// <summary>Percent encoding as Go has it.</summary>
internal static class UrlText
{
    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~");

    private static readonly SearchValues<char> UnreservedInPaths =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~$&+,/:;=@");

    /// <summary>A text as a query's component: a blank is a plus, all but letters, digits and <c>-_.~</c> is escaped.</summary>
    internal static string Escape(string text) => Escape(text, Unreserved, "+");

    /// <summary>A text as a path.</summary>
    internal static string EscapePath(string text) => Escape(text, UnreservedInPaths, "%20");

    private static string Escape(string text, SearchValues<char> unreserved, string blank)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var b in GoText.ToBytes(text))
        {
            if (unreserved.Contains((char)b))
            {
                escaped.Append((char)b);
            }
            else
            {
                escaped.Append(b == ' ' ? blank : "%" + b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return escaped.ToString();
    }

    /// <summary>What is wrong with a text that <see cref="Unescape"/> refuses, in Go's words: its first broken escape.</summary>
    internal static string BrokenEscape(string text)
    {
        var bytes = GoText.ToBytes(text);
        var at = Array.IndexOf(bytes, (byte)'%');
        while (at >= 0 && IsEscape(bytes, at))
        {
            at = Array.IndexOf(bytes, (byte)'%', at + 3);
        }

        var start = Math.Max(0, at);
        return $"invalid URL escape {GoText.Quote(GoText.FromBytes(bytes.AsSpan(start, Math.Min(3, bytes.Length - start))))}";
    }

    /// <summary>The text without its escapes; null where one is not two hexadecimal digits.</summary>
    internal static string? Unescape(string text, bool plusIsSpace)
    {
        if (text.AsSpan().IndexOfAny('%', '+') < 0)
        {
            return text;
        }

        var bytes = GoText.ToBytes(text);
        var count = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '%')
            {
                bytes[count++] = bytes[i] == '+' && plusIsSpace ? (byte)' ' : bytes[i];
                continue;
            }

            if (!IsEscape(bytes, i))
            {
                return null;
            }

            bytes[count++] = Convert.FromHexString([(char)bytes[i + 1], (char)bytes[i + 2]])[0];
            i += 2;
        }

        return GoText.FromBytes(bytes.AsSpan(0, count));
    }

    private static bool IsEscape(byte[] bytes, int at) =>
        at + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[at + 1]) && char.IsAsciiHexDigit((char)bytes[at + 2]);
}
