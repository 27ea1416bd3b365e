using Rego.Sources;
using Rego.Values;

namespace Rego.Queries;

/// <summary>One expression of a query.</summary>
/// <param name="Location">Where it stands in the query.</param>
/// <param name="Variable">The variable that its value is bound to; null where it has none but holds.</param>
public sealed record CapturedExpression(SourceLocation Location, string? Variable)
{
    /// <summary>Its text.</summary>
    public string Text => Location.Text.ToString();

    /// <summary>Its value in a solution.</summary>
    internal RegoValue ValueIn(RegoObject bindings) => Variable is null ? RegoBoolean.True : bindings[Variable];
}
