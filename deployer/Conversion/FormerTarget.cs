namespace Deployer.Conversion;

/// <summary>The former section <c>Target</c>.</summary>
internal sealed class FormerTarget
{
    /// <value>The kind of target.</value>
    public string Kind { get; set; } = "";

    /// <value>The directory, with placeholders.</value>
    public string Directory { get; set; } = "";

    /// <value>How many releases were kept.</value>
    public int KeepReleases { get; set; } = 5;
}
