namespace Gatekeeper.Rego.Builtins.GraphQl;

/// <summary>A text is no GraphQL document.</summary>
internal sealed class GraphQlException(string problem, GraphQlToken at)
    : Exception($"{problem} in GraphQL string at location {at.Row}:{at.Column}");
