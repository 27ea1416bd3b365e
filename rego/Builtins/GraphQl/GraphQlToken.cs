using Rego.Values;

namespace Rego.Builtins.GraphQl;

/// <summary>A token of a GraphQL document.</summary>
internal readonly record struct GraphQlToken(GraphQlTokenKind Kind, string Text, int Row, int Column)
{
    /// <summary>As error messages show it.</summary>
    public override string ToString() => Kind switch
    {
        GraphQlTokenKind.End => "<EOF>",
        GraphQlTokenKind.Invalid => "<Invalid>",
        GraphQlTokenKind.Punctuator => Text,
        _ => $"{Kind} {GoText.Quote(Text)}",
    };

    internal bool Is(string punctuator) => Kind == GraphQlTokenKind.Punctuator && Text == punctuator;

    internal bool IsName(string name) => Kind == GraphQlTokenKind.Name && Text == name;
}
