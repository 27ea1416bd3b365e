namespace Rego.Builtins.Patterns;

/// <summary>Places between characters that a pattern can ask for. Words are of ASCII's letters, digits and underscores.</summary>
internal enum AnchorKind
{
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    WordBoundary,
    NoWordBoundary,
}
