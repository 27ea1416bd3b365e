using Rego.Builtins.GraphQl.Syntax;
using Rego.Values;

namespace Rego.Builtins.GraphQl;

/// <summary>Shows documents as the objects that OPA shows for them: lists that are empty are left out.</summary>
internal static class GraphQlTree
{
    internal static RegoObject Of(GraphQlQuery query) => Node(("Operations", List(query.Operations, Of)), ("Fragments", List(query.Fragments, Of)));

    internal static RegoObject Of(GraphQlSchemaDocument schema) => Node(
        ("Schema", List(schema.Schemas, Of)), ("SchemaExtension", List(schema.SchemaExtensions, Of)), ("Directives", List(schema.Directives, Of)),
        ("Definitions", List(schema.Definitions, Of)), ("Extensions", List(schema.Extensions, Of)));

    private static RegoObject Of(GraphQlOperation operation) => Node(
        ("Operation", Text(operation.Kind)), ("Name", Text(operation.Name)), ("VariableDefinitions", List(operation.Variables, Of)),
        ("Directives", List(operation.Directives, Of)), ("SelectionSet", List(operation.Selections, Of)));

    private static RegoObject Of(GraphQlFragment fragment) => Node(
        ("Name", Text(fragment.Name)), ("VariableDefinition", List(fragment.Variables, Of)), ("TypeCondition", Text(fragment.TypeCondition)),
        ("Directives", List(fragment.Directives, Of)), ("SelectionSet", List(fragment.Selections, Of)));

    private static RegoObject Of(GraphQlVariable variable) => Node(
        ("Variable", Text(variable.Name)), ("Type", Of(variable.Type)), ("DefaultValue", Of(variable.Default)),
        ("Directives", List(variable.Directives, Of)), ("Used", RegoBoolean.False));

    private static RegoObject Of(GraphQlSelection selection) => selection switch
    {
        GraphQlField field => Node(
            ("Alias", Text(field.Alias)), ("Name", Text(field.Name)), ("Arguments", List(field.Arguments, Of)),
            ("Directives", List(field.Directives, Of)), ("SelectionSet", List(field.Selections, Of))),
        GraphQlSpread spread => Node(("Name", Text(spread.Name)), ("Directives", List(spread.Directives, Of))),
        GraphQlInlineFragment inline => Node(
            ("TypeCondition", Text(inline.TypeCondition)), ("Directives", List(inline.Directives, Of)), ("SelectionSet", List(inline.Selections, Of))),
        _ => throw new InvalidOperationException($"A selection of an unknown kind: {selection.GetType().Name}."),
    };

    private static RegoObject Of(GraphQlArgument argument) => Node(("Name", Text(argument.Name)), ("Value", Of(argument.Value)));

    private static RegoObject Of(GraphQlMember member) => Node(("Name", Text(member.Name)), ("Value", Of(member.Value)));

    private static RegoObject Of(GraphQlDirective directive) =>
        Node(("Name", Text(directive.Name)), ("Arguments", List(directive.Arguments, Of)), ("Location", RegoString.Empty));

    private static RegoObject Of(GraphQlType type) => Node(
        ("NamedType", Text(type.Name)), ("Elem", type.Element is null ? null : Of(type.Element)), ("NonNull", RegoBoolean.From(type.IsNonNull)));

    private static RegoObject? Of(GraphQlValue? value) => value is null
        ? null
        : Node(
            ("Raw", Text(value.Raw)), ("Kind", RegoNumber.From((int)value.Kind)), ("Children", List(value.Members, Of)),
            ("ExpectedTypeHasDefault", RegoBoolean.False));

    private static RegoObject Of(GraphQlSchemaDefinition schema) => Node(
        ("Description", Text(schema.Description)), ("Directives", List(schema.Directives, Of)), ("OperationTypes", List(schema.OperationTypes, Of)));

    private static RegoObject Of(GraphQlOperationType root) => Node(("Operation", Text(root.Operation)), ("Type", Text(root.Type)));

    private static RegoObject Of(GraphQlDefinition definition) => Node(
        ("Kind", Text(definition.Kind)), ("Description", Text(definition.Description)), ("Name", Text(definition.Name)),
        ("Directives", List(definition.Directives, Of)), ("Interfaces", List(definition.Interfaces, Text)), ("Fields", List(definition.Fields, Of)),
        ("Types", List(definition.Types, Text)), ("EnumValues", List(definition.EnumValues, Of)), ("BuiltIn", RegoBoolean.From(definition.IsBuiltIn)));

    private static RegoObject Of(GraphQlFieldDefinition field) => Node(
        ("Description", Text(field.Description)), ("Name", Text(field.Name)), ("Arguments", List(field.Arguments, Of)), ("Type", Of(field.Type)),
        ("DefaultValue", Of(field.Default)), ("Directives", List(field.Directives, Of)));

    private static RegoObject Of(GraphQlEnumValue value) => Node(
        ("Description", Text(value.Description)), ("Name", Text(value.Name)), ("Directives", List(value.Directives, Of)));

    private static RegoObject Of(GraphQlDirectiveDefinition directive) => Node(
        ("Description", Text(directive.Description)), ("Name", Text(directive.Name)), ("Arguments", List(directive.Arguments, Of)),
        ("Locations", List(directive.Locations, Text)), ("IsRepeatable", RegoBoolean.From(directive.IsRepeatable)));

    private static RegoString Text(string text) => RegoString.From(text);

    private static RegoArray List<T>(IReadOnlyList<T> elements, Func<T, RegoValue?> show) => RegoArray.From(elements.Select(element => show(element)!));

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
}
