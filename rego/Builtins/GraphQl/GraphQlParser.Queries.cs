using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl;

/// <content>Operations and fragments.</content>
internal sealed partial class GraphQlParser
{
    /// <exception cref="GraphQlException">The text is no executable document.</exception>
    internal static GraphQlQuery ParseQuery(string text) => new GraphQlParser(text).Query();

    private GraphQlQuery Query()
    {
        List<GraphQlOperation> operations = [];
        List<GraphQlFragment> fragments = [];
        while (Current.Kind != GraphQlTokenKind.End)
        {
            if (Current.Is("{") || IsOperation(Current))
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

        return new GraphQlQuery(operations, fragments);
    }

    private static bool IsOperation(GraphQlToken token) => token.IsName("query") || token.IsName("mutation") || token.IsName("subscription");

    private GraphQlOperation Operation()
    {
        var place = Place;
        if (Current.Is("{"))
        {
            return new GraphQlOperation { Kind = "query", Name = string.Empty, Selections = Selections(), Place = place };
        }

        return new GraphQlOperation
        {
            Place = place,
            Kind = Take().Text,
            Name = Current.Kind == GraphQlTokenKind.Name ? Take().Text : string.Empty,
            Variables = Variables(),
            Directives = Directives(constant: false),
            Selections = Selections(),
        };
    }

    private List<GraphQlVariable> Variables() => Some("(", ")", () =>
    {
        var place = Place;
        var name = VariableName();
        Expect(":");
        return new GraphQlVariable
        {
            Place = place,
            Name = name,
            Type = Type(),
            Default = TryTake("=") ? Value(constant: true) : null,
            Directives = Directives(constant: false),
        };
    });

    private List<GraphQlSelection> Selections() =>
        Current.Is("{") ? Some("{", "}", Selection) : throw new GraphQlException($"Expected {{, found {Current}", Current);

    private GraphQlSelection Selection() => TryTake("...") ? Spread() : Field();

    private GraphQlField Field()
    {
        var place = Place;
        var alias = Name();
        return new GraphQlField
        {
            Place = place,
            Alias = alias,
            Name = TryTake(":") ? Name() : alias,
            Arguments = Arguments(constant: false),
            Directives = Directives(constant: false),
            Selections = Current.Is("{") ? Selections() : [],
        };
    }

    private GraphQlSelection Spread()
    {
        var place = Place;
        if (Current.Kind == GraphQlTokenKind.Name && !Current.IsName("on"))
        {
            return new GraphQlSpread { Place = place, Name = Name(), Directives = Directives(constant: false) };
        }

        return new GraphQlInlineFragment
        {
            Place = place,
            TypeCondition = TryTakeKeyword("on") ? Name() : string.Empty,
            Directives = Directives(constant: false),
            Selections = Selections(),
        };
    }

    private GraphQlFragment Fragment()
    {
        var place = Place;
        ExpectKeyword("fragment");
        if (Current.IsName("on"))
        {
            throw Unexpected();
        }

        var name = Name();
        var variables = Variables();
        ExpectKeyword("on");
        return new GraphQlFragment
        {
            Place = place,
            Name = name,
            Variables = variables,
            TypeCondition = Name(),
            Directives = Directives(constant: false),
            Selections = Selections(),
        };
    }
}
