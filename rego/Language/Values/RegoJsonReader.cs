using System.Text;
using System.Text.Json;

namespace Rego.Values;

/// <summary>
/// Builds values straight from the tokens of a JSON text. In a large text, strings that come again and the names of objects
/// that are alike are made once.
/// </summary>
internal sealed class RegoJsonReader
{
    /// <summary>In shorter texts too little comes again.</summary>
    private const int MinPooledBytes = 16 * 1024;

    private readonly bool _allowDuplicates;
    private readonly StringPool? _strings;
    private readonly NamePool? _names;

    /// <summary>The values of the arrays and objects that are open, one behind the other; of an object, names and values in turn.</summary>
    private RegoValue[] _open = new RegoValue[32];
    private int _count;

    private RegoJsonReader(bool allowDuplicates, int length)
    {
        _allowDuplicates = allowDuplicates;
        if (length >= MinPooledBytes)
        {
            _strings = new StringPool();
            _names = new NamePool();
        }
    }

    /// <summary>Reads the value at which the reader stands.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="allowDuplicates">Whether of two members with one name the last counts.</param>
    /// <param name="length">The length of the text.</param>
    internal static RegoValue ReadValue(ref Utf8JsonReader reader, bool allowDuplicates, int length) =>
        new RegoJsonReader(allowDuplicates, length).ReadValue(ref reader);

    private RegoValue ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => RegoNull.Instance,
        JsonTokenType.True => RegoBoolean.True,
        JsonTokenType.False => RegoBoolean.False,
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.String => ReadString(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.StartObject => ReadObject(ref reader),
        _ => throw new JsonException("a JSON value was expected"),
    };

    private RegoString ReadString(ref Utf8JsonReader reader)
    {
        if (_strings is null || reader.ValueIsEscaped || reader.ValueSpan.Length > StringPool.MaxBytes)
        {
            return RegoString.From(JsonText.Of(ref reader));
        }

        return _strings.Find(reader.ValueSpan, out var slot) ?? _strings.Add(slot, RegoString.From(JsonText.Of(ref reader)));
    }

    private static RegoNumber ReadNumber(ref Utf8JsonReader reader) =>
        reader.TryGetInt64(out var integer) && reader.ValueSpan is not [(byte)'-', (byte)'0']
            ? RegoNumber.From(integer)
            : RegoNumber.FromText(Encoding.ASCII.GetString(reader.ValueSpan));

    private RegoArray ReadArray(ref Utf8JsonReader reader)
    {
        var start = _count;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Push(ReadValue(ref reader));
        }

        var items = _open.AsSpan(start, _count - start).ToArray();
        _count = start;
        return RegoArray.Own(items);
    }

    private RegoObject ReadObject(ref Utf8JsonReader reader)
    {
        var start = _count;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            Push(ReadString(ref reader));
            reader.Read();
            Push(ReadValue(ref reader));
        }

        var members = _open.AsSpan(start, _count - start);
        var made = members.IsEmpty ? RegoObject.Empty : Make(members);
        _count = start;
        return made;
    }

    private RegoObject Make(ReadOnlySpan<RegoValue> members)
    {
        if (_names is null)
        {
            return MakeSorted(members) ?? MakeOneByOne(members);
        }

        var names = _names.Find(members, out var slot) ?? SortedNames.Of(members);
        if (names is null)
        {
            return MakeOneByOne(members);
        }

        _names.Add(slot, names);
        return names.ToObject(members);
    }

    /// <summary>The object, where a name stands twice in it null.</summary>
    private static RegoObject? MakeSorted(ReadOnlySpan<RegoValue> members) => SortedNames.Of(members)?.ToObject(members);

    private RegoObject MakeOneByOne(ReadOnlySpan<RegoValue> members)
    {
        var builder = new RegoObjectBuilder(members.Length / 2);
        for (var i = 0; i < members.Length; i += 2)
        {
            if (!builder.TryAdd(members[i], members[i + 1]))
            {
                builder[members[i]] = _allowDuplicates ? members[i + 1] : throw new JsonException($"the name {members[i]} stands twice in an object");
            }
        }

        return builder.Build();
    }

    private void Push(RegoValue value)
    {
        if (_count == _open.Length)
        {
            Array.Resize(ref _open, _count * 2);
        }

        _open[_count++] = value;
    }
}
