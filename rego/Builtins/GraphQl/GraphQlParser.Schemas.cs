using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl;

/// <content>Types, directives and the schema itself.</content>
internal sealed partial class GraphQlParser
{
    private static readonly HashSet<string> DirectiveLocations =
    [
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT", "VARIABLE_DEFINITION",
        "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT",
        "INPUT_FIELD_DEFINITION",
    ];

    private readonly List<GraphQlSchemaDefinition> _schemas = [];
    private readonly List<GraphQlSchemaDefinition> _schemaExtensions = [];
    private readonly List<GraphQlDirectiveDefinition> _directives = [];
    private readonly List<GraphQlDefinition> _definitions = [];
    private readonly List<GraphQlDefinition> _extensions = [];

    /// <param name="text">The document.</param>
    /// <param name="isBuiltIn">Whether it is the part that every schema has.</param>
    /// <exception cref="GraphQlException">The text is no schema document.</exception>
    internal static GraphQlSchemaDocument ParseSchema(string text, bool isBuiltIn = false) => new GraphQlParser(text) { _isBuiltIn = isBuiltIn }.Schema();

    private GraphQlSchemaDocument Schema()
    {
        while (Current.Kind != GraphQlTokenKind.End)
        {
            var start = Current;
            var description = Description();
            if (!Current.IsName("extend"))
            {
                Definition(description);
            }
            else if (description.Length == 0)
            {
                Extension();
            }
            else
            {
                throw Unexpected(start);
            }
        }

        return new GraphQlSchemaDocument
        {
            Schemas = _schemas,
            SchemaExtensions = _schemaExtensions,
            Directives = _directives,
            Definitions = _definitions,
            Extensions = _extensions,
        };
    }

    private string Description() =>
        Current.Kind is GraphQlTokenKind.String or GraphQlTokenKind.BlockString ? Take().Text : string.Empty;

    private void Definition(string description)
    {
        if (TryTakeKeyword("schema"))
        {
            _schemas.Add(SchemaDefinition(description));
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
        if (TryTakeKeyword("schema"))
        {
            var extension = SchemaDefinition(string.Empty);
            _schemaExtensions.Add(extension.Directives.Count + extension.OperationTypes.Count > 0 ? extension : throw Unexpected());
        }
        else
        {
            var extension = TypeDefinition(string.Empty, isExtension: true);
            _extensions.Add(IsSomething(extension) ? extension : throw Unexpected());
        }
    }

    private static bool IsSomething(GraphQlDefinition extension) =>
        extension.Directives.Count + extension.Interfaces.Count + extension.Fields.Count + extension.Types.Count + extension.EnumValues.Count > 0;

    private GraphQlSchemaDefinition SchemaDefinition(string description)
    {
        var place = Place;
        return new GraphQlSchemaDefinition(description, Directives(constant: true), Some("{", "}", OperationType), place);
    }

    private GraphQlOperationType OperationType()
    {
        var place = Place;
        var operation = IsOperation(Current) ? Take().Text : throw Unexpected();
        Expect(":");
        return new GraphQlOperationType(operation, Name(), place);
    }

    private GraphQlDefinition TypeDefinition(string description, bool isExtension)
    {
        var kind = Current.Kind != GraphQlTokenKind.Name ? throw Unexpected() : Current.Text switch
        {
            "scalar" => GraphQlTypeKind.Scalar,
            "type" => GraphQlTypeKind.Object,
            "interface" => GraphQlTypeKind.Interface,
            "union" => GraphQlTypeKind.Union,
            "enum" => GraphQlTypeKind.Enum,
            "input" => GraphQlTypeKind.InputObject,
            _ => throw Unexpected(),
        };
        Take();
        return new GraphQlDefinition
        {
            Place = Place,
            Kind = kind,
            Description = description,
            IsBuiltIn = _isBuiltIn,
            Name = Name(),
            // OPA knows no interfaces of an extended interface.
            Interfaces = kind == GraphQlTypeKind.Object || (kind == GraphQlTypeKind.Interface && !isExtension) ? Interfaces() : [],
            Directives = Directives(constant: true),
            Types = kind == GraphQlTypeKind.Union ? UnionTypes() : [],
            Fields = kind switch
            {
                GraphQlTypeKind.Object or GraphQlTypeKind.Interface => Some("{", "}", FieldDefinition),
                GraphQlTypeKind.InputObject => Some("{", "}", InputDefinition),
                _ => [],
            },
            EnumValues = kind == GraphQlTypeKind.Enum ? Some("{", "}", EnumValue) : [],
        };
    }

    private List<string> Interfaces() => TryTakeKeyword("implements") ? Separated("&") : [];

    private List<string> UnionTypes() => TryTake("=") ? Separated("|") : [];

    private List<string> Separated(string separator)
    {
        TryTake(separator);
        var names = new List<string>();
        do
        {
            names.Add(Name());
        }
        while (TryTake(separator));

        return names;
    }

    private GraphQlFieldDefinition FieldDefinition()
    {
        var place = Place;
        var description = Description();
        var name = Name();
        var arguments = Some("(", ")", InputDefinition);
        Expect(":");
        return new GraphQlFieldDefinition
        {
            Place = place,
            Description = description,
            Name = name,
            Arguments = arguments,
            Type = Type(),
            Directives = Directives(constant: true),
        };
    }

    private GraphQlFieldDefinition InputDefinition()
    {
        var place = Place;
        var description = Description();
        var name = Name();
        Expect(":");
        return new GraphQlFieldDefinition
        {
            Place = place,
            Description = description,
            Name = name,
            Type = Type(),
            Default = TryTake("=") ? Value(constant: true) : null,
            Directives = Directives(constant: true),
        };
    }

    private GraphQlEnumValue EnumValue() => new(Description(), Name(), Directives(constant: true));

    private GraphQlDirectiveDefinition DirectiveDefinition(string description)
    {
        Take();
        Expect("@");
        var place = Place;
        var name = Name();
        var arguments = Some("(", ")", InputDefinition);
        var repeatable = TryTakeKeyword("repeatable");
        ExpectKeyword("on");
        return new GraphQlDirectiveDefinition
        {
            Place = place,
            Description = description,
            Name = name,
            Arguments = arguments,
            IsRepeatable = repeatable,
            Locations = Locations(),
        };
    }

    private List<string> Locations()
    {
        TryTake("|");
        var locations = new List<string>();
        do
        {
            if (Current.Kind == GraphQlTokenKind.Name && !DirectiveLocations.Contains(Current.Text))
            {
                throw Unexpected();
            }

            locations.Add(Name());
        }
        while (TryTake("|"));

        return locations;
    }
}
