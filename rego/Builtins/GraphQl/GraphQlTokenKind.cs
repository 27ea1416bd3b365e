namespace Rego.Builtins.GraphQl;

/// <summary>The kinds of tokens.</summary>
internal enum GraphQlTokenKind
{
    End,
    Invalid,
    Punctuator,
    Name,
    Int,
    Float,
    String,
    BlockString,
}
