using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gatekeeper.Rego.Loading;

/// <summary>Turns YAML nodes into values. Aliases are followed, within bounds.</summary>
internal sealed class YamlValueReader(int maxDepth)
{
    private const int MaxNodes = 1_000_000;

    private int _nodes;

    internal RegoValue Read(YamlNode node) => Read(node, 0);

    private RegoValue Read(YamlNode node, int depth)
    {
        if (depth > maxDepth || ++_nodes > MaxNodes)
        {
            throw new YamlException(node.Start, node.End, "document is nested too deeply or expands too far");
        }

        return node switch
        {
            YamlScalarNode scalar => YamlScalars.Resolve(scalar),
            YamlSequenceNode sequence => RegoArray.From([.. sequence.Children.Select(child => Read(child, depth + 1))]),
            YamlMappingNode mapping => ReadMapping(mapping, depth),
            _ => throw new YamlException(node.Start, node.End, "unexpected node"),
        };
    }

    private RegoObject ReadMapping(YamlMappingNode mapping, int depth)
    {
        var members = new RegoObjectBuilder(mapping.Children.Count);
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Style: ScalarStyle.Plain, Value: "<<" })
            {
                Merge(members, Read(value, depth + 1));
            }
        }

        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Style: ScalarStyle.Plain, Value: "<<" })
            {
                members[KeyOf(Read(key, depth + 1))] = Read(value, depth + 1);
            }
        }

        return members.Build();
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
    private static RegoString KeyOf(RegoValue key) => key as RegoString ?? RegoString.From(key.ToString());
}
