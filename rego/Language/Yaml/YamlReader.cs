using Rego.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Rego.Yaml;

/// <summary>
/// Builds values from the events of a YAML text: one document, keys as strings, aliases followed. Nesting, and what aliases
/// expand to, is bounded.
/// </summary>
internal sealed class YamlReader
{
    private const int MaxDepth = 256;
    private const int MaxNodes = 2_000_000;

    private readonly IParser _parser;
    private readonly bool _refuseDuplicates;
    private readonly Dictionary<AnchorName, (RegoValue Value, int Nodes)> _anchors = [];
    private int _nodes;

    private readonly Action<int>? _charge;

    /// <param name="text">The text.</param>
    /// <param name="refuseDuplicates">Whether a key that occurs twice is refused; otherwise the last one counts.</param>
    /// <param name="charge">Is told of nodes as they are read; null where nobody counts. What it throws ends the reading.</param>
    internal YamlReader(TextReader text, bool refuseDuplicates, Action<int>? charge = null)
    {
        _parser = new Parser(text);
        _refuseDuplicates = refuseDuplicates;
        _charge = charge;
    }

    /// <summary>The first document; null where the text has none.</summary>
    internal RegoValue ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return RegoNull.Instance;
        }

        var value = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        return value;
    }

    private RegoValue ReadNode(int depth)
    {
        var start = _parser.Current?.Start ?? Mark.Empty;
        Count(1, depth, start);
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Follow(alias, depth);
        }

        var before = _nodes;
        var anchor = (_parser.Current as NodeEvent)?.Anchor ?? AnchorName.Empty;
        var value = ReadContent(depth);
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = (value, _nodes - before);
        }

        return value;
    }

    private RegoValue ReadContent(int depth)
    {
        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return YamlScalars.Resolve(scalar);
        }

        if (_parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<RegoValue>();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadNode(depth + 1));
            }

            return RegoArray.From(items);
        }

        _parser.Consume<MappingStart>();
        return ReadMapping(depth);
    }

    private RegoObject ReadMapping(int depth)
    {
        var members = new RegoObjectBuilder();
        var merged = new List<RegoValue>();
        var lines = new Dictionary<RegoValue, long>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (_parser.Accept<Scalar>(out var merge) && merge is { Value: "<<", Style: ScalarStyle.Plain })
            {
                _parser.MoveNext();
                merged.Add(ReadNode(depth + 1));
                continue;
            }

            var start = _parser.Current!.Start;
            var key = KeyOf(ReadNode(depth + 1));
            if (!lines.TryAdd(key, start.Line) && _refuseDuplicates)
            {
                throw new YamlException(start, start, $"mapping key {key} already defined at line {lines[key]}");
            }

            members[key] = ReadNode(depth + 1);
        }

        merged.ForEach(value => Merge(members, value));
        return members.Build();
    }

    private RegoValue Follow(AnchorAlias alias, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value, out var target))
        {
            throw new YamlException(alias.Start, alias.End, $"unknown anchor '{alias.Value}' referenced");
        }

        Count(target.Nodes, depth, alias.Start);
        return target.Value;
    }

    private void Count(int nodes, int depth, Mark at)
    {
        _nodes += nodes;
        _charge?.Invoke(nodes);
        if (depth > MaxDepth)
        {
            throw new YamlException(at, at, "exceeded max depth");
        }

        if (_nodes > MaxNodes)
        {
            throw new YamlException(at, at, "document contains excessive aliasing");
        }
    }

    private static void Merge(RegoObjectBuilder members, RegoValue merged)
    {
        if (merged is RegoArray sources)
        {
            foreach (var source in sources)
            {
                Merge(members, source);
            }
        }
        else if (merged is RegoObject source)
        {
            foreach (var (key, value) in source)
            {
                members.TryAdd(key, value);
            }
        }
    }

    /// <summary>A key as JSON has it: a string.</summary>
    private static RegoString KeyOf(RegoValue key) => key as RegoString ?? RegoString.From(key.ToJson());
}
