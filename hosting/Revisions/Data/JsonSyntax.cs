using System.Text.Json;
using Gateway.Hosting.Text;

namespace Gateway.Hosting.Revisions.Data;

/// <summary>Reads the text of a JSON file: members that stand twice are told, and where each member stands can be asked.</summary>
internal ref struct JsonSyntax
{
    private const int MaxDepth = 512;

    private readonly ReadOnlySpan<byte> _content;
    private readonly SyntaxFaults _faults;
    private readonly bool _keepsTree;
    private readonly Stack<Dictionary<string, SourcePlace>> _freeNames = [];
    private Utf8JsonReader _reader;
    private int _row = 1;
    private int _lineStart;
    private int _seen;

    private JsonSyntax(ReadOnlySpan<byte> content, SyntaxFaults faults, bool keepsTree)
    {
        _content = content;
        (_faults, _keepsTree) = (faults, keepsTree);
        _reader = new Utf8JsonReader(content, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Reads a text.</summary>
    /// <param name="content">The text as UTF-8.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <param name="keepsTree">Whether the answer has all members, or is not needed.</param>
    /// <returns>The document; null where there is none.</returns>
    public static DataNode? Read(byte[] content, SyntaxFaults faults, bool keepsTree)
    {
        if (content.AsSpan().TrimStart(" \t\r\n"u8).IsEmpty)
        {
            faults.Add(SourcePlace.Start, "the file is empty; JSON without entries is {}");
            return null;
        }

        try
        {
            var syntax = new JsonSyntax(content, faults, keepsTree);
            return syntax.ReadDocument();
        }
        catch (JsonException e)
        {
            faults.Add(new SourcePlace(JsonFault.LineOf(e), JsonFault.ColumnOf(e)), $"the JSON cannot be read: {JsonFault.MessageOf(e)}");
        }

        return null;
    }

    private DataNode ReadDocument()
    {
        _reader.Read();
        var document = ReadNode();

        // What follows it is told by the reader, with its place.
        _reader.Read();
        return document;
    }

    private DataNode ReadNode()
    {
        var node = new DataNode(Place());
        if (_reader.TokenType == JsonTokenType.StartObject)
        {
            ReadMembers(node);
        }
        else if (_reader.TokenType == JsonTokenType.StartArray)
        {
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                var element = ReadNode();
                if (_keepsTree)
                {
                    node.Add(element);
                }
            }
        }
        else if (_reader.TokenType == JsonTokenType.String)
        {
            ReadText(node.Place, isKey: false);
        }

        return node;
    }

    // Null where it is no Unicode. What is not escaped was looked through with the whole file.
    private string? ReadText(SourcePlace place, bool isKey)
    {
        try
        {
            var text = _reader.GetString()!;
            _faults.AddLong(text.Length, isKey, place);
            if (_reader.ValueIsEscaped)
            {
                _faults.AddHidden(text, isKey, place);
            }

            return text;
        }
        catch (InvalidOperationException)
        {
            _faults.Add(place, "the JSON cannot be read: an escape in the text is half of a character");
            return null;
        }
    }

    private void ReadMembers(DataNode node)
    {
        var names = _freeNames.TryPop(out var free) ? free : new Dictionary<string, SourcePlace>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var place = Place();
            var name = ReadText(place, isKey: true);
            if (name is not null && !names.TryAdd(name, place))
            {
                _faults.AddRepeated(name, place, names[name]);
            }

            _reader.Read();
            var value = ReadNode();
            if (_keepsTree && name is not null)
            {
                node.Add(name, place, value);
            }
        }

        names.Clear();
        _freeNames.Push(names);
    }

    private SourcePlace Place()
    {
        var at = (int)_reader.TokenStartIndex;
        for (int found; (found = _content[_seen..at].IndexOf((byte)'\n')) >= 0;)
        {
            _seen += found + 1;
            _lineStart = _seen;
            _row++;
        }

        _seen = at;
        return new SourcePlace(_row, at - _lineStart + 1);
    }
}
