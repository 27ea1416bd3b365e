namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>The kinds of type definitions, in the schema's words.</summary>
internal static class GraphQlTypeKind
{
    internal const string Scalar = "SCALAR";
    internal const string Object = "OBJECT";
    internal const string Interface = "INTERFACE";
    internal const string Union = "UNION";
    internal const string Enum = "ENUM";
    internal const string InputObject = "INPUT_OBJECT";
}
