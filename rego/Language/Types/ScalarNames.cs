using Rego.Values;

namespace Rego.Types;

/// <summary>The names of the scalar types.</summary>
internal static class ScalarNames
{
    internal static string Of(RegoKind kind) => kind switch
    {
        RegoKind.Null => "null",
        RegoKind.Boolean => "boolean",
        RegoKind.Number => "number",
        RegoKind.String => "string",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a scalar"),
    };
}
