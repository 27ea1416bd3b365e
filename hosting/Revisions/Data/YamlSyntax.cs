using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gateway.Hosting.Revisions.Data;

/// <summary>
/// Reads the text of a YAML file: what a value's reader passes over is told here, and where each member stands can be asked. An alias
/// leads to what its anchor names; nothing is expanded.
/// </summary>
internal sealed class YamlSyntax
{
    private const int MaxDepth = 256;

    private readonly Parser _parser;
    private readonly SyntaxFaults _faults;
    private readonly bool _keepsTree;
    private readonly Dictionary<AnchorName, DataNode> _anchors = [];
    private readonly Stack<HashSet<string>> _freeNames = [];

    private YamlSyntax(TextReader text, SyntaxFaults faults, bool keepsTree) => (_parser, _faults, _keepsTree) = (new Parser(text), faults, keepsTree);

    /// <summary>Reads a text.</summary>
    /// <param name="content">The text as UTF-8.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <param name="keepsTree">Whether the answer has all members, or is not needed.</param>
    /// <returns>The document; null where there is none.</returns>
    public static DataNode? Read(byte[] content, SyntaxFaults faults, bool keepsTree)
    {
        // As the reader of values takes it: UTF-8, whatever its first bytes say.
        using var text = new StreamReader(new MemoryStream(content, writable: false), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
        try
        {
            return new YamlSyntax(text, faults, keepsTree).ReadDocument();
        }
        catch (YamlException e)
        {
            faults.Add(PlaceOf(e.Start), $"the YAML cannot be read: {MessageOf(e)}");
        }
        catch (InvalidOperationException)
        {
            // The library's answer to some texts in which brackets do not close; the reader of values tells of them.
        }

        return null;
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

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value, out var target) ? target : throw new YamlException(start, start, $"there is no anchor '{alias.Value}'");
        }

        var node = new DataNode(PlaceOf(start));
        var anchor = (_parser.Current as NodeEvent)?.Anchor ?? AnchorName.Empty;
        ReadContent(node, depth);
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = node;
        }

        return node;
    }

    private void ReadContent(DataNode node, int depth)
    {
        if (_parser.TryConsume<Scalar>(out _))
        {
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

    private void ReadMapping(DataNode node, int depth)
    {
        var names = _freeNames.TryPop(out var free) ? free : new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var start = PlaceOf(_parser.Current!.Start);
            var name = ReadKey(start, depth);
            if (name is not null && !names.Add(name))
            {
                _faults.Add(start, $"the key {name} stands here a second time; only one of them would count");
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
            _faults.Add(start, "the key is not a text; keys are names");
            return null;
        }

        if (key.Style == ScalarStyle.Plain && key.Value == "<<")
        {
            _faults.Add(start, "merge keys (<<) are not taken: what they add, and what they leave, differs between readers; write the members out");
            return null;
        }

        if (!key.Tag.IsEmpty)
        {
            _faults.Add(start, $"the key {key.Value} has a tag; keys are names, written plainly or in quotes");
        }
        else if (key.Style == ScalarStyle.Plain && YamlKeys.ReadsAs(key.Value) is { } kind)
        {
            _faults.Add(start, $"the key {(key.Value.Length == 0 ? "is empty and" : key.Value)} reads as {kind}; write \"{key.Value}\"");
        }

        return key.Value;
    }

    // The library says "While doing this, did not find that.": the second half is what helps.
    private static string MessageOf(YamlException e)
    {
        var message = e.Message.TrimEnd('.');
        var comma = message.StartsWith("While ", StringComparison.Ordinal) ? message.IndexOf(", ", StringComparison.Ordinal) : -1;
        return comma < 0 ? message : message[(comma + 2)..];
    }

    private static SourcePlace PlaceOf(Mark mark) => new(Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));
}
