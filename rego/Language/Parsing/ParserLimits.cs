namespace Rego.Parsing;

/// <summary>The bounds of parsing.</summary>
/// <param name="MaxCharacters">The longest text.</param>
/// <param name="MaxDepth">The deepest nesting, counted in terms and bodies inside each other and in operators in a row.</param>
/// <param name="TokensPerCharacter">How often, on average, a character may be read again while readings are tried.</param>
internal sealed record ParserLimits(int MaxCharacters, int MaxDepth, int TokensPerCharacter)
{
    /// <summary>16 Mi characters, 1000 levels, 64 tokens a character.</summary>
    internal static ParserLimits Default { get; } = new(16 * 1024 * 1024, 1000, 64);
}
