namespace Deployer.Configuration;

/// <summary>The configuration section <c>Deployer:Applications:&lt;application&gt;:Artifacts</c>.</summary>
internal sealed class ArtifactOptions
{
    /// <value>A directory (absolute path) or an http(s) URL prefix; <c>{application}</c> stands for the application's name.</value>
    public string Source { get; set; } = "";
}
