namespace Rego.Builtins.GraphQl.Syntax;

/// <summary>The kinds of values; the numbers are those that the trees show.</summary>
internal enum GraphQlValueKind
{
    Variable,
    Int,
    Float,
    String,
    Block,
    Boolean,
    Null,
    Enum,
    List,
    Object,
}
