using Rego.Builtins.GraphQl.Syntax;

namespace Rego.Builtins.GraphQl.Validation;

/// <summary>What is wrong with a schema, in OPA's form.</summary>
internal static class GraphQlSchemaProblem
{
    internal static GraphQlException At(GraphQlPlace? place, string problem)
    {
        var (row, column) = place ?? new GraphQlPlace(-1, -1);
        return new GraphQlException($"Error in gqlparser SchemaDocument to Schema conversion: input:{row}:{column}: {problem}");
    }
}
