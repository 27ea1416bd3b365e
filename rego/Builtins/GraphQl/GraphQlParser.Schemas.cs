namespace Gatekeeper.Rego.Builtins.GraphQl;

/// <summary>Types, directives and the schema itself.</summary>
internal sealed partial class GraphQlParser
{
    private static readonly HashSet<string> DirectiveLocations =
    [
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT", "VARIABLE_DEFINITION",
        "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT",
        "INPUT_FIELD_DEFINITION",
    ];

    private readonly List<RegoValue> _schemas = [];
    private readonly List<RegoValue> _schemaExtensions = [];
    private readonly List<RegoValue> _directives = [];
    private readonly List<RegoValue> _definitions = [];
    private readonly List<RegoValue> _extensions = [];

    /// <exception cref="GraphQlException">The text is no schema document.</exception>
    internal static RegoObject ParseSchema(string text) => new GraphQlParser(text).Schema();

    private RegoObject Schema()
    {
        while (Current.Kind != GraphQlTokenKind.End)
        {
            var start = Current;
            var description = Description();
            if (Current.IsName("extend"))
            {
                if (start != Current)
                {
                    throw Unexpected(start);
                }

                Extension();
            }
            else
            {
                Definition(description);
            }
        }

        return Node(
            ("Schema", RegoArray.From(_schemas)), ("SchemaExtension", RegoArray.From(_schemaExtensions)), ("Directives", RegoArray.From(_directives)),
            ("Definitions", RegoArray.From(_definitions)), ("Extensions", RegoArray.From(_extensions)));
    }

    private string Description() =>
        Current.Kind is GraphQlTokenKind.String or GraphQlTokenKind.BlockString ? Take().Text : string.Empty;

    private void Definition(string description)
    {
        if (Current.IsName("schema"))
        {
            Take();
            var directives = Directives(constant: true);
            var types = OperationTypes() ?? throw new GraphQlException($"Expected {{, found {Current}", Current);
            _schemas.Add(Node(("Description", Text(description)), ("Directives", directives), ("OperationTypes", types)));
        }
        else if (Current.IsName("directive"))
        {
            _directives.Add(DirectiveDefinition(description));
        }
        else
        {
            _definitions.Add(TypeDefinition(description, isExtension: false));
        }
    }

    private void Extension()
    {
        Take();
        if (!Current.IsName("schema"))
        {
            _extensions.Add(TypeDefinition(string.Empty, isExtension: true));
            return;
        }

        Take();
        var directives = Directives(constant: true);
        var types = OperationTypes();
        if (directives.Count == 0 && types is null)
        {
            throw Unexpected();
        }

        _schemaExtensions.Add(Node(("Description", RegoString.Empty), ("Directives", directives), ("OperationTypes", types)));
    }

    private RegoArray? OperationTypes() => Some("{", "}", () =>
    {
        var operation = Current.IsName("query") || Current.IsName("mutation") || Current.IsName("subscription") ? Take().Text : throw Unexpected();
        Expect(":");
        return Node(("Operation", Text(operation)), ("Type", Text(Name())));
    });

    private RegoObject TypeDefinition(string description, bool isExtension)
    {
        var kind = Current.Kind != GraphQlTokenKind.Name ? throw Unexpected() : Current.Text switch
        {
            "scalar" => "SCALAR",
            "type" => "OBJECT",
            "interface" => "INTERFACE",
            "union" => "UNION",
            "enum" => "ENUM",
            "input" => "INPUT_OBJECT",
            _ => throw Unexpected(),
        };
        Take();
        var name = Name();
        var interfaces = kind is "OBJECT" or "INTERFACE" ? Interfaces() : RegoArray.Empty;
        var directives = Directives(constant: true);
        var types = kind == "UNION" ? UnionTypes() : RegoArray.Empty;
        var fields = kind switch
        {
            "OBJECT" or "INTERFACE" => Some("{", "}", FieldDefinition),
            "INPUT_OBJECT" => Some("{", "}", InputDefinition),
            _ => null,
        };
        var values = kind == "ENUM" ? Some("{", "}", EnumValue) : null;
        if (isExtension && interfaces.Count + directives.Count + types.Count == 0 && fields is null && values is null)
        {
            throw Unexpected();
        }

        return Node(
            ("Kind", Text(kind)), ("Description", Text(description)), ("Name", Text(name)), ("Directives", directives), ("Interfaces", interfaces),
            ("Fields", fields), ("Types", types), ("EnumValues", values), ("BuiltIn", RegoBoolean.False));
    }

    private RegoArray Interfaces()
    {
        if (!Current.IsName("implements"))
        {
            return RegoArray.Empty;
        }

        Take();
        return Separated("&");
    }

    private RegoArray UnionTypes() => TryTake("=") ? Separated("|") : RegoArray.Empty;

    private RegoArray Separated(string separator)
    {
        TryTake(separator);
        var names = new List<RegoValue>();
        do
        {
            names.Add(Text(Name()));
        }
        while (TryTake(separator));

        return RegoArray.From(names);
    }

    private RegoObject FieldDefinition()
    {
        var description = Description();
        var name = Name();
        var arguments = Some("(", ")", InputDefinition);
        Expect(":");
        var type = Type();
        return Node(
            ("Description", Text(description)), ("Name", Text(name)), ("Arguments", arguments), ("Type", type), ("Directives", Directives(constant: true)));
    }

    private RegoObject InputDefinition()
    {
        var description = Description();
        var name = Name();
        Expect(":");
        var type = Type();
        var value = TryTake("=") ? Value(constant: true) : null;
        return Node(
            ("Description", Text(description)), ("Name", Text(name)), ("Type", type), ("DefaultValue", value), ("Directives", Directives(constant: true)));
    }

    private RegoObject EnumValue() =>
        Node(("Description", Text(Description())), ("Name", Text(Name())), ("Directives", Directives(constant: true)));

    private RegoObject DirectiveDefinition(string description)
    {
        Take();
        Expect("@");
        var name = Name();
        var arguments = Some("(", ")", InputDefinition);
        var repeatable = Current.IsName("repeatable");
        if (repeatable)
        {
            Take();
        }

        ExpectKeyword("on");
        TryTake("|");
        var locations = new List<RegoValue>();
        do
        {
            if (Current.Kind == GraphQlTokenKind.Name && !DirectiveLocations.Contains(Current.Text))
            {
                throw Unexpected();
            }

            locations.Add(Text(Name()));
        }
        while (TryTake("|"));

        return Node(
            ("Description", Text(description)), ("Name", Text(name)), ("Arguments", arguments), ("Locations", RegoArray.From(locations)),
            ("IsRepeatable", RegoBoolean.From(repeatable)));
    }
}
