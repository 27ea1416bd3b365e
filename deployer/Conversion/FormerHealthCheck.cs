namespace Deployer.Conversion;

/// <summary>The former section <c>HealthCheck</c>.</summary>
internal sealed class FormerHealthCheck
{
    /// <value>A file of the release, or empty.</value>
    public string File { get; set; } = "";

    /// <value>An http(s) URL, or empty.</value>
    public string Url { get; set; } = "";

    /// <value>How long it was repeated.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
