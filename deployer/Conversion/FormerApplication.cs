namespace Deployer.Conversion;

/// <summary>One application of the former settings.</summary>
internal sealed class FormerApplication
{
    /// <value>Where the artifacts come from.</value>
    public FormerArtifacts Artifacts { get; set; } = new();

    /// <value>Where they go to, by environment; <c>*</c> for all that are not named.</value>
    public Dictionary<string, FormerEnvironment> Environments { get; set; } = new(StringComparer.Ordinal);
}
