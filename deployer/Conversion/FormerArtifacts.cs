namespace Deployer.Conversion;

/// <summary>The former section <c>Artifacts</c>.</summary>
internal sealed class FormerArtifacts
{
    /// <value>A directory or an http(s) URL prefix, with placeholders.</value>
    public string Source { get; set; } = "";
}
