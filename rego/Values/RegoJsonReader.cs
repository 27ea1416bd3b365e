using System.Text;
using System.Text.Json;

namespace Gatekeeper.Rego;

/// <summary>Builds values straight from the tokens of a JSON text.</summary>
internal static class RegoJsonReader
{
    internal static RegoValue ReadValue(ref Utf8JsonReader reader, bool allowDuplicates) => reader.TokenType switch
    {
        JsonTokenType.Null => RegoNull.Instance,
        JsonTokenType.True => RegoBoolean.True,
        JsonTokenType.False => RegoBoolean.False,
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.String => RegoString.From(ReadString(ref reader)),
        JsonTokenType.StartArray => ReadArray(ref reader, allowDuplicates),
        JsonTokenType.StartObject => ReadObject(ref reader, allowDuplicates),
        _ => throw new JsonException("a JSON value was expected"),
    };

    /// <summary>The string; what is not Unicode in it (half a surrogate pair, bytes that are not UTF-8) becomes U+FFFD, as in Go.</summary>
    private static string ReadString(ref Utf8JsonReader reader)
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

    private static RegoNumber ReadNumber(ref Utf8JsonReader reader) =>
        reader.TryGetInt64(out var integer) && reader.ValueSpan is not [(byte)'-', (byte)'0']
            ? RegoNumber.From(integer)
            : RegoNumber.FromText(Encoding.ASCII.GetString(reader.ValueSpan));

    private static RegoArray ReadArray(ref Utf8JsonReader reader, bool allowDuplicates)
    {
        var items = new List<RegoValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader, allowDuplicates));
        }

        return RegoArray.Own([.. items]);
    }

    private static RegoObject ReadObject(ref Utf8JsonReader reader, bool allowDuplicates)
    {
        var members = new RegoObjectBuilder();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = RegoString.From(ReadString(ref reader));
            reader.Read();
            var value = ReadValue(ref reader, allowDuplicates);
            if (!members.TryAdd(key, value))
            {
                if (!allowDuplicates)
                {
                    throw new JsonException($"the name {key} stands twice in an object");
                }

                members[key] = value;
            }
        }

        return members.Build();
    }
}
