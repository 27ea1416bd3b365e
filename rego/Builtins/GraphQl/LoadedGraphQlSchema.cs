using Rego.Builtins.GraphQl.Validation;
using Rego.Values;

namespace Rego.Builtins.GraphQl;

/// <summary>A valid schema and the tree that policies see of it.</summary>
internal sealed record LoadedGraphQlSchema(GraphQlSchema Schema, RegoObject Tree);
