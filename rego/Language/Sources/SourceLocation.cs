namespace Rego.Sources;

/// <summary>Where a piece of syntax stands.</summary>
/// <param name="File">The file, or null for what the compiler made up.</param>
/// <param name="Offset">The first character's index in the text.</param>
/// <param name="Length">The number of characters.</param>
/// <param name="Row">The line, from 1.</param>
/// <param name="Column">The column as OPA counts it, from 1.</param>
public readonly record struct SourceLocation(SourceFile? File, int Offset, int Length, int Row, int Column)
{
    /// <summary>The text that the location covers.</summary>
    public ReadOnlySpan<char> Text => File is null ? default : File.Text.AsSpan(Offset, Length);
}
