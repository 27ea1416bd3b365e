namespace Gatekeeper.Rego.Builtins.GraphQl;

/// <summary>Operations and fragments.</summary>
internal sealed partial class GraphQlParser
{
    /// <exception cref="GraphQlException">The text is no executable document.</exception>
    internal static RegoObject ParseQuery(string text) => new GraphQlParser(text).Query();

    private RegoObject Query()
    {
        List<RegoValue> operations = [], fragments = [];
        while (Current.Kind != GraphQlTokenKind.End)
        {
            if (Current.Is("{") || Current.IsName("query") || Current.IsName("mutation") || Current.IsName("subscription"))
            {
                operations.Add(Operation());
            }
            else if (Current.IsName("fragment"))
            {
                fragments.Add(Fragment());
            }
            else
            {
                throw Unexpected();
            }
        }

        return Node(("Operations", RegoArray.From(operations)), ("Fragments", RegoArray.From(fragments)));
    }

    private RegoObject Operation()
    {
        if (Current.Is("{"))
        {
            return Node(("Operation", Text("query")), ("Name", RegoString.Empty), ("SelectionSet", SelectionSet()));
        }

        var operation = Take().Text;
        var name = Current.Kind == GraphQlTokenKind.Name ? Take().Text : string.Empty;
        var variables = VariableDefinitions();
        var directives = Directives(constant: false);
        return Node(
            ("Operation", Text(operation)), ("Name", Text(name)), ("VariableDefinitions", variables), ("Directives", directives), ("SelectionSet", SelectionSet()));
    }

    private RegoArray? VariableDefinitions() => Some("(", ")", () =>
    {
        Expect("$");
        var name = Name();
        Expect(":");
        var type = Type();
        var value = TryTake("=") ? Value(constant: true) : null;
        return Node(
            ("Variable", Text(name)), ("Type", type), ("DefaultValue", value), ("Directives", Directives(constant: false)), ("Used", RegoBoolean.False));
    });

    private RegoArray SelectionSet() =>
        Some("{", "}", Selection) ?? throw new GraphQlException($"Expected {{, found {Current}", Current);

    private RegoValue Selection() => Current.Is("...") ? Spread() : Field();

    private RegoObject Field()
    {
        var alias = Name();
        var name = TryTake(":") ? Name() : alias;
        var arguments = Arguments(constant: false);
        var directives = Directives(constant: false);
        var selections = Current.Is("{") ? SelectionSet() : null;
        return Node(("Alias", Text(alias)), ("Name", Text(name)), ("Arguments", arguments), ("Directives", directives), ("SelectionSet", selections));
    }

    private RegoObject Spread()
    {
        Expect("...");
        if (Current.Kind == GraphQlTokenKind.Name && !Current.IsName("on"))
        {
            return Node(("Name", Text(Name())), ("Directives", Directives(constant: false)));
        }

        var type = string.Empty;
        if (Current.IsName("on"))
        {
            Take();
            type = Name();
        }

        var directives = Directives(constant: false);
        return Node(("TypeCondition", Text(type)), ("Directives", directives), ("SelectionSet", SelectionSet()));
    }

    private RegoObject Fragment()
    {
        ExpectKeyword("fragment");
        if (Current.IsName("on"))
        {
            throw Unexpected();
        }

        var name = Name();
        var variables = VariableDefinitions();
        ExpectKeyword("on");
        var type = Name();
        var directives = Directives(constant: false);
        return Node(
            ("Name", Text(name)), ("VariableDefinition", variables), ("TypeCondition", Text(type)), ("Directives", directives), ("SelectionSet", SelectionSet()));
    }
}
