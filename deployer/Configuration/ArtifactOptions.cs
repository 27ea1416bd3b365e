namespace Deployer.Configuration;

/// <summary>The configuration section <c>Deployer:Artifacts</c>: what artifacts may be.</summary>
internal sealed class ArtifactOptions
{
    /// <value>
    /// Whether two names in an archive may differ by case alone, as <c>README.md</c> and <c>readme.md</c>: fit for targets on Linux, whose
    /// file systems keep them apart.
    /// </value>
    public bool AllowCaseVariants { get; set; }
}
