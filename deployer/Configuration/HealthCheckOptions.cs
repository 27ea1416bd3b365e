namespace Deployer.Configuration;

/// <summary>The configuration section <c>…:Environments:&lt;environment&gt;:HealthCheck</c>. At most one of file and URL is given.</summary>
internal sealed class HealthCheckOptions
{
    /// <value>A regular file, relative to the current release, that must exist.</value>
    public string File { get; set; } = "";

    /// <value>An http(s) URL that must answer 200 to 299; <c>{application}</c> and <c>{environment}</c> stand for the names.</value>
    public string Url { get; set; } = "";

    /// <value>How long the check is repeated before the deployment counts as failed.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
