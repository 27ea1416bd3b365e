using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation;

/// <summary>A rule for queries. The walk shows it what the document has, part by part, a part after what it consists of. One a validation.</summary>
internal abstract class GraphQlRule
{
    internal virtual void Operation(GraphQlWalk walk, GraphQlOperation operation)
    {
    }

    internal virtual void Fragment(GraphQlWalk walk, GraphQlFragment fragment)
    {
    }

    internal virtual void Variable(GraphQlWalk walk, GraphQlVariable variable)
    {
    }

    internal virtual void Field(GraphQlWalk walk, GraphQlField field)
    {
    }

    internal virtual void InlineFragment(GraphQlWalk walk, GraphQlInlineFragment fragment)
    {
    }

    internal virtual void Spread(GraphQlWalk walk, GraphQlSpread spread)
    {
    }

    internal virtual void Directive(GraphQlWalk walk, GraphQlDirective directive)
    {
    }

    internal virtual void Directives(GraphQlWalk walk, IReadOnlyList<GraphQlDirective> directives)
    {
    }

    internal virtual void Value(GraphQlWalk walk, GraphQlValue value)
    {
    }
}
