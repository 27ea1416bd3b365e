using Rego.Values;

namespace Rego.Builtins.GraphQl;

/// <summary>An object that stands for a part of a document. Member names may differ in case, as in Go's JSON.</summary>
internal readonly struct GraphQlTreeNode
{
    private const int MaxDepth = 400;
    private const int BytesPerNode = 128;

    private readonly BuiltinContext _context;
    private readonly RegoObject _tree;
    private readonly int _depth;

    internal GraphQlTreeNode(RegoObject tree, BuiltinContext context)
        : this(tree, context, 0)
    {
    }

    private GraphQlTreeNode(RegoObject tree, BuiltinContext context, int depth)
    {
        context.Charge(1 + tree.Count, BytesPerNode);
        _tree = tree;
        _context = context;
        _depth = depth <= MaxDepth ? depth : throw new GraphQlException("the document nests too deeply");
    }

    internal string Text(string name) => Find(name) is { } value ? TextOf(value) : string.Empty;

    internal bool Flag(string name) => Find(name) switch
    {
        null => false,
        RegoBoolean flag => flag == RegoBoolean.True,
        var other => throw Mismatch(other, "bool"),
    };

    internal long Number(string name) => Find(name) switch
    {
        null => 0,
        RegoNumber number when number.TryGetInt64(out var integer) => integer,
        var other => throw Mismatch(other, "int"),
    };

    internal List<string> Texts(string name) => Items(name).ConvertAll(TextOf);

    internal List<T> List<T>(string name, Func<GraphQlTreeNode, T> read)
    {
        var (context, depth) = (_context, _depth + 1);
        return Items(name).ConvertAll(item => read(new GraphQlTreeNode(ObjectOf(item), context, depth)));
    }

    internal T? Optional<T>(string name, Func<GraphQlTreeNode, T> read)
        where T : class =>
        Find(name) is { } value ? read(new GraphQlTreeNode(ObjectOf(value), _context, _depth + 1)) : null;

    /// <exception cref="GraphQlException">There is no such member.</exception>
    internal T Required<T>(string name, Func<GraphQlTreeNode, T> read)
        where T : class =>
        Optional(name, read) ?? throw new GraphQlException($"a part of the document has no {name}");

    private static RegoObject ObjectOf(RegoValue value) => value as RegoObject ?? throw Mismatch(value, "object");

    private static string TextOf(RegoValue value) => value is RegoString text ? text.Value : throw Mismatch(value, "string");

    private static GraphQlException Mismatch(RegoValue value, string wanted) =>
        new($"json: cannot unmarshal {value.TypeName} into Go value of type {wanted}");

    private List<RegoValue> Items(string name) => Find(name) switch
    {
        null => [],
        { } value when Operands.TryItems(value, out var items) => [.. items],
        var other => throw Mismatch(other, "list"),
    };

    private RegoValue? Find(string name)
    {
        var value = _tree[name];
        if (!value.IsDefined)
        {
            value = FindInAnyCase(name);
        }

        return value is { IsDefined: true } and not RegoNull ? value : null;
    }

    private RegoValue FindInAnyCase(string name)
    {
        foreach (var (key, value) in _tree)
        {
            if (key is RegoString text && text.Value.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return RegoValue.Undefined;
    }
}
