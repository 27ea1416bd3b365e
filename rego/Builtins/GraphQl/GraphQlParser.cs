using Rego.Builtins.GraphQl.Syntax;
using Rego.Values;

namespace Rego.Builtins.GraphQl;

/// <summary>Parses GraphQL documents. This part has what queries and schemas share.</summary>
internal sealed partial class GraphQlParser
{
    private const int MaxDepth = 200;

    private readonly List<GraphQlToken> _tokens;
    private bool _isBuiltIn;
    private int _at;
    private int _depth;

    private GraphQlParser(string text) => _tokens = GraphQlLexer.Read(text);

    private GraphQlToken Current => _tokens[_at];

    private GraphQlPlace Place => new(Current.Row, Current.Column);

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

    private bool TryTakeKeyword(string keyword)
    {
        if (!Current.IsName(keyword))
        {
            return false;
        }

        Take();
        return true;
    }

    private void ExpectKeyword(string keyword)
    {
        if (!TryTakeKeyword(keyword))
        {
            throw new GraphQlException($"Expected {GoText.Quote(keyword)}, found {Current}", Current);
        }
    }

    private string Name() =>
        Current.Kind == GraphQlTokenKind.Name ? Take().Text : throw new GraphQlException($"Expected Name, found {Current}", Current);

    /// <summary>A list in brackets that may be absent, but not empty.</summary>
    private List<T> Some<T>(string open, string close, Func<T> element)
    {
        var elements = new List<T>();
        if (!TryTake(open))
        {
            return elements;
        }

        Enter();
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
        return elements;
    }

    private void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw new GraphQlException("the document nests too deeply", Current);
        }
    }

    private List<GraphQlArgument> Arguments(bool constant) => Some("(", ")", () =>
    {
        var place = Place;
        var name = Name();
        Expect(":");
        return new GraphQlArgument(name, Value(constant), place);
    });

    private List<GraphQlDirective> Directives(bool constant)
    {
        var directives = new List<GraphQlDirective>();
        while (TryTake("@"))
        {
            directives.Add(new GraphQlDirective { Place = Place, Name = Name(), Arguments = Arguments(constant) });
        }

        return directives;
    }

    private GraphQlType Type()
    {
        Enter();
        var isList = TryTake("[");
        var place = Place;
        GraphQlType? element = null;
        var name = string.Empty;
        if (isList)
        {
            element = Type();
            Expect("]");
        }
        else
        {
            name = Name();
        }

        _depth--;
        return new GraphQlType(name, element, TryTake("!"), place);
    }

    private GraphQlValue Value(bool constant)
    {
        Enter();
        var place = Place;
        var value = Current switch
        {
            { Kind: GraphQlTokenKind.Punctuator, Text: "[" } => new GraphQlValue { Kind = GraphQlValueKind.List, Members = ListMembers(constant), Place = place },
            { Kind: GraphQlTokenKind.Punctuator, Text: "{" } => new GraphQlValue { Kind = GraphQlValueKind.Object, Members = ObjectMembers(constant), Place = place },
            { Kind: GraphQlTokenKind.Punctuator, Text: "$" } when !constant => new GraphQlValue { Kind = GraphQlValueKind.Variable, Raw = VariableName(), Place = place },
            var token when KindOf(token) is { } kind => new GraphQlValue { Kind = kind, Raw = Take().Text, Place = place },
            _ => throw Unexpected(),
        };
        _depth--;
        return value;
    }

    private static GraphQlValueKind? KindOf(GraphQlToken token) => token.Kind switch
    {
        GraphQlTokenKind.Int => GraphQlValueKind.Int,
        GraphQlTokenKind.Float => GraphQlValueKind.Float,
        GraphQlTokenKind.String => GraphQlValueKind.String,
        GraphQlTokenKind.BlockString => GraphQlValueKind.Block,
        GraphQlTokenKind.Name => token.Text switch
        {
            "true" or "false" => GraphQlValueKind.Boolean,
            "null" => GraphQlValueKind.Null,
            _ => GraphQlValueKind.Enum,
        },
        _ => null,
    };

    private string VariableName()
    {
        Expect("$");
        return Name();
    }

    private List<GraphQlMember> ListMembers(bool constant)
    {
        Expect("[");
        var members = new List<GraphQlMember>();
        while (!TryTake("]"))
        {
            members.Add(new GraphQlMember(string.Empty, Value(constant), null));
        }

        return members;
    }

    private List<GraphQlMember> ObjectMembers(bool constant)
    {
        Expect("{");
        var members = new List<GraphQlMember>();
        while (!TryTake("}"))
        {
            var place = Place;
            var name = Name();
            Expect(":");
            members.Add(new GraphQlMember(name, Value(constant), place));
        }

        return members;
    }
}
