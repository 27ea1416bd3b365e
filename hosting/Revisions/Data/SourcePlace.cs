namespace Gateway.Hosting.Revisions.Data;

/// <summary>A place in a file.</summary>
/// <param name="Row">The line, from 1.</param>
/// <param name="Column">The column, from 1: of characters in YAML, of bytes in JSON.</param>
internal readonly record struct SourcePlace(int Row, int Column)
{
    /// <value>Where a file begins.</value>
    public static SourcePlace Start => new(1, 1);
}
