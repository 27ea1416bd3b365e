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
        JsonTokenType.String => RegoString.From(reader.GetString()!),
        JsonTokenType.StartArray => ReadArray(ref reader, allowDuplicates),
        JsonTokenType.StartObject => ReadObject(ref reader, allowDuplicates),
        _ => throw new JsonException("a JSON value was expected"),
    };

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
            var key = RegoString.From(reader.GetString()!);
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
