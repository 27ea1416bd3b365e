using Rego.Builtins.GraphQl.Syntax;
using Rego.Values;

namespace Rego.Builtins.GraphQl;

/// <summary>
/// Reads documents back from the objects that <see cref="GraphQlTree"/> shows. What an object has beyond is not looked at, what it
/// lacks is empty. As in OPA a selection is read as a field whatever it is, so fragments do not survive the way.
/// </summary>
internal static class GraphQlTreeReader
{
    /// <exception cref="GraphQlException">The object cannot stand for a document.</exception>
    internal static GraphQlQuery ReadQuery(RegoObject tree, BuiltinContext context)
    {
        var node = new GraphQlTreeNode(tree, context);
        return new GraphQlQuery(node.List("Operations", Operation), node.List("Fragments", Fragment));
    }

    /// <exception cref="GraphQlException">The object cannot stand for a document.</exception>
    internal static GraphQlSchemaDocument ReadSchema(RegoObject tree, BuiltinContext context)
    {
        var node = new GraphQlTreeNode(tree, context);
        return new GraphQlSchemaDocument
        {
            Schemas = node.List("Schema", Schema),
            SchemaExtensions = node.List("SchemaExtension", Schema),
            Directives = node.List("Directives", DirectiveDefinition),
            Definitions = node.List("Definitions", Definition),
            Extensions = node.List("Extensions", Definition),
        };
    }

    private static GraphQlOperation Operation(GraphQlTreeNode node) => new()
    {
        Kind = node.Text("Operation") is var kind && kind is "" or "query" or "mutation" or "subscription"
            ? kind
            : throw new GraphQlException($"got unknown operation type {GoText.Quote(kind)}"),
        Name = node.Text("Name"),
        Variables = node.List("VariableDefinitions", Variable),
        Directives = node.List("Directives", Directive),
        Selections = node.List("SelectionSet", Selection),
    };

    private static GraphQlFragment Fragment(GraphQlTreeNode node) => new()
    {
        Name = node.Text("Name"),
        Variables = node.List("VariableDefinition", Variable),
        TypeCondition = node.Text("TypeCondition"),
        Directives = node.List("Directives", Directive),
        Selections = node.List("SelectionSet", Selection),
    };

    private static GraphQlVariable Variable(GraphQlTreeNode node) => new()
    {
        Name = node.Text("Variable"),
        Type = node.Required("Type", Type),
        Default = node.Optional("DefaultValue", Value),
        Directives = node.List("Directives", Directive),
        IsUsed = node.Flag("Used"),
    };

    private static GraphQlSelection Selection(GraphQlTreeNode node) => new GraphQlField
    {
        Alias = node.Text("Alias"),
        Name = node.Text("Name"),
        Arguments = node.List("Arguments", Argument),
        Directives = node.List("Directives", Directive),
        Selections = node.List("SelectionSet", Selection),
    };

    private static GraphQlArgument Argument(GraphQlTreeNode node) => new(node.Text("Name"), node.Required("Value", Value), null);

    private static GraphQlMember Member(GraphQlTreeNode node) => new(node.Text("Name"), node.Required("Value", Value), null);

    private static GraphQlDirective Directive(GraphQlTreeNode node) => new() { Name = node.Text("Name"), Arguments = node.List("Arguments", Argument) };

    private static GraphQlType Type(GraphQlTreeNode node)
    {
        var type = new GraphQlType(node.Text("NamedType"), node.Optional("Elem", Type), node.Flag("NonNull"), null);
        return type.Name.Length == 0 && type.Element is null ? throw new GraphQlException("a type has neither a name nor an element") : type;
    }

    private static GraphQlValue Value(GraphQlTreeNode node) => new()
    {
        Kind = node.Number("Kind") is var kind && kind is >= 0 and <= (int)GraphQlValueKind.Object
            ? (GraphQlValueKind)kind
            : throw new GraphQlException($"unknown value kind {kind}"),
        Raw = node.Text("Raw"),
        Members = node.List("Children", Member),
    };

    private static GraphQlSchemaDefinition Schema(GraphQlTreeNode node) =>
        new(node.Text("Description"), node.List("Directives", Directive), node.List("OperationTypes", OperationType), null);

    private static GraphQlOperationType OperationType(GraphQlTreeNode node) => new(node.Text("Operation"), node.Text("Type"), null);

    private static GraphQlDefinition Definition(GraphQlTreeNode node) => new()
    {
        Kind = node.Text("Kind"),
        Description = node.Text("Description"),
        Name = node.Text("Name"),
        Directives = node.List("Directives", Directive),
        Interfaces = node.Texts("Interfaces"),
        Fields = node.List("Fields", Field),
        Types = node.Texts("Types"),
        EnumValues = node.List("EnumValues", EnumValue),
        IsBuiltIn = node.Flag("BuiltIn"),
    };

    private static GraphQlFieldDefinition Field(GraphQlTreeNode node) => new()
    {
        Description = node.Text("Description"),
        Name = node.Text("Name"),
        Arguments = node.List("Arguments", Field),
        Default = node.Optional("DefaultValue", Value),
        Type = node.Required("Type", Type),
        Directives = node.List("Directives", Directive),
    };

    private static GraphQlEnumValue EnumValue(GraphQlTreeNode node) => new(node.Text("Description"), node.Text("Name"), node.List("Directives", Directive));

    private static GraphQlDirectiveDefinition DirectiveDefinition(GraphQlTreeNode node) => new()
    {
        Description = node.Text("Description"),
        Name = node.Text("Name"),
        Arguments = node.List("Arguments", Field),
        Locations = node.Texts("Locations"),
        IsRepeatable = node.Flag("IsRepeatable"),
    };
}
