using System.Globalization;
using System.Runtime.CompilerServices;
using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Parts of documents by their paths: <c>a/b/0</c>, or an array of keys.</summary>
internal static class JsonPathFunctions
{
    private static readonly RegoType Path = OneOf(StringT, AnyArray);
    private static readonly RegoType Paths = OneOf(ArrayOf(Path), SetOf(Path));

    internal static IEnumerable<Builtin> All =>
    [
        new("json.filter", AnyObject, Paths, AnyObject, (c, a, b) => Apply(c, a, b, Filter)),
        new("json.remove", AnyObject, Paths, AnyObject, (c, a, b) => Apply(c, a, b, Remove)),
        new("json.patch", AnyT, ArrayOf(PatchType), AnyT, JsonPatch.Apply),
    ];

    private static RegoType PatchType => new ObjectType([new(RegoString.From("op"), StringT), new(RegoString.From("path"), AnyT)], AnyT, AnyT);

    /// <summary>The keys of a path; null where the value is none.</summary>
    internal static IReadOnlyList<RegoValue>? Parse(RegoValue path) => path switch
    {
        RegoString { Value.Length: 0 } => [],
        RegoString text => text.Value.TrimStart('/').Split('/')
            .Select(part => RegoString.From(part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))).ToArray(),
        RegoArray keys => keys,
        _ => null,
    };

    private static RegoValue Apply(BuiltinContext context, RegoValue a, RegoValue b, Func<BuiltinContext, RegoValue, PathTree, RegoValue> function)
    {
        if (a is not RegoObject)
        {
            return context.FailType(1, "object", a);
        }

        if (!Operands.TryItems(b, out var paths))
        {
            return context.FailType(2, "one of {set, array}", b);
        }

        var tree = new PathTree();
        foreach (var item in paths)
        {
            if (Parse(item) is not { } path)
            {
                return context.FailType($"operand 2 must be one of {{set, array}} containing string paths or array of path segments but got {item.TypeName}");
            }

            context.Charge(1 + path.Count, 64L * path.Count);
            tree.Add(path);
        }

        return function(context, a, tree);
    }

    private static RegoString IndexKey(int index) => RegoString.From(index.ToString(CultureInfo.InvariantCulture));

    /// <summary>What is left of a value when the leaves of the tree are taken away; undefined where the value itself is a leaf.</summary>
    private static RegoValue Remove(BuiltinContext context, RegoValue value, PathTree? paths)
    {
        if (paths is null || paths.IsLeaf)
        {
            return paths is null ? value : RegoValue.Undefined;
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case RegoObject members: return Select(context, members, paths, removing: true);
            case RegoArray array: return RegoArray.From(Children(context, array.Items, index => paths.Find(IndexKey(index)), removing: true));
            case RegoSet set: return RegoSet.From([.. Children(context, set.Items, index => paths.Find(set.Items[index]), removing: true)]);
            default: return value;
        }
    }

    /// <summary>The part of a value that the tree names; undefined where that is nothing.</summary>
    private static RegoValue Filter(BuiltinContext context, RegoValue value, PathTree? paths)
    {
        if (paths is null || paths.IsLeaf)
        {
            return paths is null ? RegoValue.Undefined : value;
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case RegoObject members: return Select(context, members, paths, removing: false);
            case RegoArray array: return RegoArray.From(Children(context, array.Items, index => paths.Find(IndexKey(index)), removing: false));
            case RegoSet set: return RegoSet.From([.. Children(context, set.Items, index => paths.Find(set.Items[index]), removing: false)]);
            default: return value;
        }
    }

    private static RegoObject Select(BuiltinContext context, RegoObject members, PathTree paths, bool removing)
    {
        context.Charge(members.Count, 16L * members.Count);
        var selected = new RegoObjectBuilder(members.Count);
        for (var i = 0; i < members.Count; i++)
        {
            var child = paths.Find(members.Keys[i]);
            var value = removing ? Remove(context, members.Values[i], child) : Filter(context, members.Values[i], child);
            if (value.IsDefined)
            {
                selected.Add(members.Keys[i], value);
            }
        }

        return selected.Build();
    }

    private static List<RegoValue> Children(BuiltinContext context, ReadOnlySpan<RegoValue> items, Func<int, PathTree?> find, bool removing)
    {
        context.Charge(items.Length, 8L * items.Length);
        var children = new List<RegoValue>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            var value = removing ? Remove(context, items[i], find(i)) : Filter(context, items[i], find(i));
            if (value.IsDefined)
            {
                children.Add(value);
            }
        }

        return children;
    }

    /// <summary>Paths, joined where they begin alike. A path that ends ends all that go on from there.</summary>
    private sealed class PathTree
    {
        private Dictionary<RegoValue, PathTree>? _children;

        internal bool IsLeaf { get; private set; }

        internal PathTree? Find(RegoValue key) => _children?.GetValueOrDefault(key);

        internal void Add(IReadOnlyList<RegoValue> path)
        {
            var node = this;
            for (var i = 0; i < path.Count && !node.IsLeaf; i++)
            {
                node._children ??= [];
                node = node._children.TryGetValue(path[i], out var child) ? child : node._children[path[i]] = new PathTree();
                if (i == path.Count - 1)
                {
                    node.IsLeaf = true;
                    node._children = null;
                }
            }
        }
    }
}
