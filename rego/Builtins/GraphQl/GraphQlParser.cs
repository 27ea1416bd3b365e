namespace Gatekeeper.Rego.Builtins.GraphQl;

/// <summary>
/// Parses GraphQL documents straight into the objects that OPA shows for them: lists that are empty are left out. This part has what
/// queries and schemas share.
/// </summary>
internal sealed partial class GraphQlParser
{
    private const int MaxDepth = 200;

    private readonly List<GraphQlToken> _tokens;
    private int _at;
    private int _depth;

    private GraphQlParser(string text) => _tokens = GraphQlLexer.Read(text);

    private enum ValueKind
    {
        Variable,
        Int,
        Float,
        String,
        Block,
        Boolean,
        Null,
        Enum,
        List,
        Object,
    }

    private GraphQlToken Current => _tokens[_at];

    private static RegoString Text(string text) => RegoString.From(text);

    private static RegoObject Node(params ReadOnlySpan<(string Name, RegoValue? Value)> members)
    {
        var node = new RegoObjectBuilder(members.Length);
        foreach (var (name, value) in members)
        {
            if (value is not (null or RegoArray { Count: 0 }))
            {
                node[Text(name)] = value;
            }
        }

        return node.Build();
    }

    private GraphQlToken Take()
    {
        var token = Current;
        _at += _at < _tokens.Count - 1 ? 1 : 0;
        return token;
    }

    private GraphQlException Unexpected() => Unexpected(Current);

    private static GraphQlException Unexpected(GraphQlToken token) => new($"Unexpected {token}", token);

    private bool TryTake(string punctuator)
    {
        if (!Current.Is(punctuator))
        {
            return false;
        }

        Take();
        return true;
    }

    private void Expect(string punctuator)
    {
        if (!TryTake(punctuator))
        {
            throw new GraphQlException($"Expected {punctuator}, found {Current}", Current);
        }
    }

    private void ExpectKeyword(string keyword)
    {
        if (!Current.IsName(keyword))
        {
            throw new GraphQlException($"Expected {GoText.Quote(keyword)}, found {Current}", Current);
        }

        Take();
    }

    private string Name() =>
        Current.Kind == GraphQlTokenKind.Name ? Take().Text : throw new GraphQlException($"Expected Name, found {Current}", Current);

    /// <summary>A list in brackets that may be absent, but not empty.</summary>
    private RegoArray? Some(string open, string close, Func<RegoValue> element)
    {
        if (!TryTake(open))
        {
            return null;
        }

        if (++_depth > MaxDepth)
        {
            throw new GraphQlException("the document nests too deeply", Current);
        }

        var elements = new List<RegoValue>();
        while (!Current.Is(close))
        {
            elements.Add(element());
        }

        if (elements.Count == 0)
        {
            throw new GraphQlException($"expected at least one definition, found {close}", Current);
        }

        _depth--;
        Take();
        return RegoArray.From(elements);
    }

    private RegoArray Arguments(bool constant) =>
        Some("(", ")", () =>
        {
            var name = Name();
            Expect(":");
            return Node(("Name", Text(name)), ("Value", Value(constant)));
        }) ?? RegoArray.Empty;

    private RegoArray Directives(bool constant)
    {
        var directives = new List<RegoValue>();
        while (TryTake("@"))
        {
            directives.Add(Node(("Name", Text(Name())), ("Arguments", Arguments(constant)), ("Location", RegoString.Empty)));
        }

        return RegoArray.From(directives);
    }

    private RegoObject Type()
    {
        if (++_depth > MaxDepth)
        {
            throw new GraphQlException("the document nests too deeply", Current);
        }

        RegoObject? element = null;
        var name = string.Empty;
        if (TryTake("["))
        {
            element = Type();
            Expect("]");
        }
        else
        {
            name = Name();
        }

        _depth--;
        return Node(("NamedType", Text(name)), ("Elem", element), ("NonNull", RegoBoolean.From(TryTake("!"))));
    }

    private static RegoObject ValueNode(ValueKind kind, string raw, RegoArray? children = null) => Node(
        ("Raw", Text(raw)), ("Kind", RegoNumber.From((int)kind)), ("Children", children), ("ExpectedTypeHasDefault", RegoBoolean.False));

    private RegoObject Value(bool constant)
    {
        if (++_depth > MaxDepth)
        {
            throw new GraphQlException("the document nests too deeply", Current);
        }

        var token = Current;
        var value = token.Kind switch
        {
            GraphQlTokenKind.Punctuator when token.Text == "[" => ListValue(constant),
            GraphQlTokenKind.Punctuator when token.Text == "{" => ObjectValue(constant),
            GraphQlTokenKind.Punctuator when token.Text == "$" && !constant => Variable(),
            GraphQlTokenKind.Int => ValueNode(ValueKind.Int, Take().Text),
            GraphQlTokenKind.Float => ValueNode(ValueKind.Float, Take().Text),
            GraphQlTokenKind.String => ValueNode(ValueKind.String, Take().Text),
            GraphQlTokenKind.BlockString => ValueNode(ValueKind.Block, Take().Text),
            GraphQlTokenKind.Name => ValueNode(token.Text switch { "true" or "false" => ValueKind.Boolean, "null" => ValueKind.Null, _ => ValueKind.Enum }, Take().Text),
            _ => throw Unexpected(),
        };
        _depth--;
        return value;
    }

    private RegoObject Variable()
    {
        Expect("$");
        return ValueNode(ValueKind.Variable, Name());
    }

    private RegoObject ListValue(bool constant)
    {
        Expect("[");
        var children = new List<RegoValue>();
        while (!TryTake("]"))
        {
            children.Add(Node(("Name", RegoString.Empty), ("Value", Value(constant))));
        }

        return ValueNode(ValueKind.List, string.Empty, RegoArray.From(children));
    }

    private RegoObject ObjectValue(bool constant)
    {
        Expect("{");
        var children = new List<RegoValue>();
        while (!TryTake("}"))
        {
            var name = Name();
            Expect(":");
            children.Add(Node(("Name", Text(name)), ("Value", Value(constant))));
        }

        return ValueNode(ValueKind.Object, string.Empty, RegoArray.From(children));
    }
}
