namespace Deployer.Configuration;

/// <summary>The configuration section <c>Deployer:Applications:&lt;application&gt;</c>.</summary>
internal sealed class ApplicationOptions
{
    /// <value>Where the artifacts come from.</value>
    public ArtifactOptions Artifacts { get; set; } = new();

    /// <value>Where they go to, by environment; <c>*</c> is the default for all that are not named.</value>
    public Dictionary<string, EnvironmentOptions> Environments { get; set; } = new(StringComparer.Ordinal);
}
