namespace Gateway.Hosting.Revisions.Data;

/// <summary>A fault of the data, with where it stands.</summary>
/// <param name="File">The file; where it would stand, if there is none.</param>
/// <param name="Place">Where in it.</param>
/// <param name="Path">The path of data.</param>
/// <param name="Text">What is wrong.</param>
internal sealed record PlacedFault(string File, SourcePlace Place, string Path, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Place.Row}:{Place.Column}: {Path}: {Text}";
}
