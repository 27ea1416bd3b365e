using System.Text;
using System.Text.Json;

namespace Rego.Values;

/// <summary>The strings of JSON texts.</summary>
internal static class JsonText
{
    /// <summary>The string; what is not Unicode in it (half a surrogate pair, bytes that are not UTF-8) becomes U+FFFD, as in Go.</summary>
    internal static string Of(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Repair(Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }

    private static string Repair(string escaped)
    {
        var text = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                text.Append(escaped[i]);
                continue;
            }

            var c = escaped[++i];
            text.Append(c switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)Convert.ToUInt16(escaped.Substring(i + 1, 4), 16),
                _ => c,
            });
            i += c == 'u' ? 4 : 0;
        }

        // Encoding replaces each half of a pair that stands alone.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
