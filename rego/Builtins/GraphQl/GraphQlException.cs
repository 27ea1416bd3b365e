namespace Rego.Builtins.GraphQl;

/// <summary>A text or a tree is no GraphQL document, or no valid one.</summary>
internal sealed class GraphQlException(string problem) : Exception(problem)
{
    internal GraphQlException(string problem, GraphQlToken at)
        : this($"{problem} in GraphQL string at location {at.Row}:{at.Column}")
    {
    }
}
