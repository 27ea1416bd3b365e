using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gateway.Hosting.Revisions.Data;

/// <summary>
/// Reads the text of a YAML file: what a value's reader passes over is told here, and where each member stands can be asked. An alias
/// leads to what its anchor names; nothing is expanded. YamlDotNet cuts the text, but says nothing of what two readers take for different
/// values.
/// </summary>
internal sealed class YamlSyntax
{
    private const int MaxDepth = 256;

    // That of the reader of values, which expands them.
    private const int MaxNodes = 2_000_000;

    // Aliases are for a list or two; a small file of one team must not become a large one that all have to read.
    private const int MaxRepeated = 10_000;

    private readonly string _text;
    private readonly Parser _parser;
    private readonly SyntaxFaults _faults;
    private readonly bool _keepsTree;
    private readonly Dictionary<AnchorName, (DataNode Node, int Nodes)> _anchors = [];
    private readonly Stack<Dictionary<string, SourcePlace>> _freeNames = [];
    private int _nodes;
    private int _repeated;

    private YamlSyntax(string text, SyntaxFaults faults, bool keepsTree) =>
        (_text, _parser, _faults, _keepsTree) = (text, new Parser(new StringReader(text)), faults, keepsTree);

    /// <summary>Reads a text.</summary>
    /// <param name="content">The text as UTF-8.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <param name="keepsTree">Whether the answer has all members, or is not needed.</param>
    /// <returns>The document; null where there is none.</returns>
    public static DataNode? Read(byte[] content, SyntaxFaults faults, bool keepsTree)
    {
        // As the reader of values takes it: UTF-8, whatever its first bytes say.
        if (DirectiveRow(content) is { } row)
        {
            faults.Add(new SourcePlace(row, 1), "a line that begins with % tells a reader of YAML how to read; write the file without it");
            return null;
        }

        var syntax = new YamlSyntax(Encoding.UTF8.GetString(content), faults, keepsTree);
        try
        {
            return syntax.ReadDocument();
        }
        catch (YamlException e)
        {
            faults.Add(PlaceOf(e.Start), $"the YAML cannot be read: {YamlMessages.Of(e, content)}");
        }
        catch (InvalidOperationException)
        {
            // The library's answer to some texts in which brackets do not close.
            faults.Add(PlaceOf(syntax._parser.Current?.End ?? Mark.Empty), "the YAML cannot be read: a bracket before this does not close");
        }

        return null;
    }

    // In the middle of a document such a line could only be a part of a text that spans lines.
    private static int? DirectiveRow(ReadOnlySpan<byte> content)
    {
        var at = content.StartsWith("%"u8) ? 0 : content.IndexOf("\n%"u8) + 1;
        return at > 0 || content.StartsWith("%"u8) ? content[..at].Count((byte)'\n') + 1 : null;
    }

    private DataNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        var document = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var next))
        {
            _faults.Add(PlaceOf(next.Start), "a second document begins; a file holds one, and the others would be lost");
        }

        return document;
    }

    private DataNode ReadNode(int depth)
    {
        var start = _parser.Current!.Start;
        if (depth > MaxDepth)
        {
            throw new YamlException(start, start, $"values are nested more than {MaxDepth} deep");
        }

        Count(1, start);
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Follow(alias);
        }

        var before = _nodes;
        var node = new DataNode(PlaceOf(start));
        var (anchor, tag) = _parser.Current is NodeEvent { } content ? (content.Anchor, content.Tag) : (AnchorName.Empty, TagName.Empty);
        RefuseTag(tag, "value", node.Place);
        ReadContent(node, depth);
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = (node, _nodes - before);
        }

        return node;
    }

    private DataNode Follow(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value, out var target))
        {
            throw new AnchorNotFoundException(alias.Start, alias.End, $"there is no anchor '{alias.Value}' before this");
        }

        _repeated += target.Nodes;
        if (_repeated > MaxRepeated)
        {
            throw new YamlException(alias.Start, alias.End, $"the aliases of the file repeat more than {MaxRepeated} values");
        }

        Count(target.Nodes, alias.Start);
        return target.Node;
    }

    private void Count(int nodes, Mark at)
    {
        _nodes += nodes;
        if (_nodes > MaxNodes)
        {
            throw new YamlException(at, at, $"with what aliases repeat, the file has more than {MaxNodes} values");
        }
    }

    private void RefuseTag(TagName tag, string what, SourcePlace place)
    {
        if (!tag.IsEmpty)
        {
            const string Core = "tag:yaml.org,2002:";
            var told = tag.Value.StartsWith(Core, StringComparison.Ordinal) ? "!!" + tag.Value[Core.Length..] : tag.Value;
            _faults.Add(place, $"the {what} has the tag {told}, which readers take for different things; write it plainly, or in quotes");
        }
    }

    private void ReadContent(DataNode node, int depth)
    {
        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            CheckValue(scalar, node.Place);
            return;
        }

        if (_parser.TryConsume<MappingStart>(out _))
        {
            ReadMapping(node, depth);
            return;
        }

        _parser.Consume<SequenceStart>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            var element = ReadNode(depth + 1);
            if (_keepsTree)
            {
                node.Add(element);
            }
        }
    }

    private void CheckValue(Scalar scalar, SourcePlace place)
    {
        _faults.AddLong(scalar.Value.Length, isKey: false, place);
        if (scalar.Style == ScalarStyle.Folded || (scalar.Style != ScalarStyle.Literal && scalar.End.Line > scalar.Start.Line))
        {
            _faults.Add(place, "the value runs over more than one line, which would be joined; a dash, a colon or a quote may be missing, else write it in one line");
        }
        else if (scalar.Style == ScalarStyle.Plain && YamlReadings.DoubtOf(scalar.Value) is { } doubt)
        {
            _faults.Add(place, $"the value {scalar.Value} {doubt}, or \"{scalar.Value}\" if a text is meant");
        }
        else if (scalar.Style == ScalarStyle.Plain && IsCutOff(scalar))
        {
            _faults.Add(place, $"the value ends with {scalar.Value}, since a blank and # begin a comment; put the whole value in quotes, or a blank behind # if it is a comment");
        }
        else if (scalar.Style == ScalarStyle.DoubleQuoted)
        {
            _faults.AddHidden(scalar.Value, isKey: false, place);
        }
    }

    // By what looks like no comment, which has a blank behind its #.
    private bool IsCutOff(Scalar scalar)
    {
        var rest = _text.AsSpan(Math.Min((int)scalar.End.Index, _text.Length));
        var comment = rest.TrimStart(' ');
        return comment.Length < rest.Length && comment is ['#', not (' ' or '\t' or '#' or '\r' or '\n'), ..];
    }

    private void ReadMapping(DataNode node, int depth)
    {
        var names = _freeNames.TryPop(out var free) ? free : new Dictionary<string, SourcePlace>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var start = PlaceOf(_parser.Current!.Start);
            if (depth > 0 && node.Place == SourcePlace.Start)
            {
                // A pair in a list without braces: the parser does not say where it begins.
                node.Place = start;
            }

            var name = ReadKey(start, depth);
            if (name is not null && !names.TryAdd(name, start))
            {
                _faults.AddRepeated(name, start, names[name]);
            }

            var value = ReadNode(depth + 1);
            if (_keepsTree && name is not null)
            {
                node.Add(name, start, value);
            }
        }

        names.Clear();
        _freeNames.Push(names);
    }

    // Null where the key is no name.
    private string? ReadKey(SourcePlace start, int depth)
    {
        if (!_parser.TryConsume<Scalar>(out var key))
        {
            ReadNode(depth + 1);
            _faults.Add(start, "the key is not a text; keys are names, and one that begins with { or [ stands in quotes");
            return null;
        }

        Count(1, key.Start);
        _faults.AddLong(key.Value.Length, isKey: true, start);
        _faults.AddHidden(key.Value, isKey: true, start);
        if (key.Value == "<<")
        {
            _faults.Add(start, "merge keys (<<) are not taken: what they add, and what they leave, differs between readers; write the members out");
            return null;
        }

        RefuseTag(key.Tag, $"key {key.Value}", start);
        if (key.Tag.IsEmpty && key.Style == ScalarStyle.Plain && YamlReadings.ReadsAs(key.Value) is { } kind)
        {
            _faults.Add(start, $"the key {(key.Value.Length == 0 ? "is empty and" : key.Value)} reads as {kind}; write \"{key.Value}\"");
        }

        return key.Value;
    }

    private static SourcePlace PlaceOf(Mark mark) => new(Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));
}
