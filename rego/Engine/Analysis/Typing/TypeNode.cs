using Rego.Types;
using Rego.Values;

namespace Rego.Analysis.Typing;

/// <summary>A place in the tree of known types: of rules below <c>data</c>, of built-in functions, of <c>input</c>.</summary>
internal sealed class TypeNode
{
    private readonly Dictionary<RegoValue, TypeNode> _children = [];

    /// <summary>The type of what stands here; null where only things below are known.</summary>
    internal RegoType? Type { get; private set; }

    /// <summary>The places below, by key.</summary>
    internal IReadOnlyDictionary<RegoValue, TypeNode> Children => _children;

    /// <summary>The type of all that is at and below this place.</summary>
    internal RegoType Extent => Type ?? new ObjectType(
        [.. _children.Where(child => child.Key is RegoString or RegoNumber or RegoBoolean).Select(child => new KeyValuePair<RegoValue, RegoType>(child.Key, child.Value.Extent))],
        RegoType.String,
        RegoType.Any);

    /// <summary>The type at a path; null where none is known.</summary>
    internal RegoType? TypeAt(IEnumerable<RegoValue> path)
    {
        var node = this;
        foreach (var key in path)
        {
            if (!node._children.TryGetValue(key, out node))
            {
                return null;
            }
        }

        return node.Type;
    }

    /// <summary>Sets the type at a path.</summary>
    internal void Put(IEnumerable<RegoValue> path, RegoType type) => Touch(path).Type = type;

    /// <summary>Sees to it that there is a place at a path, of which nothing else need be known.</summary>
    internal TypeNode Touch(IEnumerable<RegoValue> path)
    {
        var node = this;
        foreach (var key in path)
        {
            node = node.GetOrAdd(key);
        }

        return node;
    }

    /// <summary>Adds a type at a path to what is known there, and to the objects that are known above and below it.</summary>
    internal void Insert(IReadOnlyList<RegoValue> path, RegoType type)
    {
        var node = this;
        for (var i = 0; i < path.Count; i++)
        {
            node = node.GetOrAdd(path[i]);
            if (node.Type is ObjectType above && i + 1 < path.Count)
            {
                node.Type = TypeMerging.Insert(above, [.. path.Skip(i + 1)], type);
            }
        }

        node.Type = TypeMerging.Merge(node.Type, type);
        if (type is ObjectType && node.Type is ObjectType merged)
        {
            node.Type = node.Leaves([]).Aggregate(merged, (known, leaf) => TypeMerging.Insert(known, leaf.Path, leaf.Type));
        }
    }

    private TypeNode GetOrAdd(RegoValue key)
    {
        if (!_children.TryGetValue(key, out var child))
        {
            child = new TypeNode();
            _children.Add(key, child);
        }

        return child;
    }

    private IEnumerable<(RegoValue[] Path, RegoType Type)> Leaves(RegoValue[] path)
    {
        foreach (var (key, child) in _children)
        {
            RegoValue[] below = [.. path, key];
            if (child.Type is not null)
            {
                yield return (below, child.Type);
                continue;
            }

            foreach (var leaf in child.Leaves(below))
            {
                yield return leaf;
            }
        }
    }
}
