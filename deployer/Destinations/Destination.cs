namespace Deployer.Destinations;

/// <summary>Where one application's artifacts come from and where they go in one environment, all placeholders filled in.</summary>
internal sealed record Destination
{
    /// <value>The application.</value>
    public required string Application { get; init; }

    /// <value>The environment.</value>
    public required string Environment { get; init; }

    /// <value><c>sha256:</c> and the SHA-256 of the entry that holds, in canonical JSON with its placeholders filled in: another entry, another digest.</value>
    public required string Digest { get; init; }

    /// <value>The name of the source of artifacts, as the entry gives it.</value>
    public required string Source { get; init; }

    /// <value>Where that source is, by the configuration of this machine: a directory or an http(s) URL prefix.</value>
    public required string ArtifactSource { get; init; }

    /// <value>The target's settings.</value>
    public required TargetSettings Target { get; init; }

    /// <value>The names of credentials by purpose: <c>apply</c>, <c>observe</c>, <c>publish</c>, <c>pull</c>.</value>
    public IReadOnlyDictionary<string, string> Credentials { get; init; } = new Dictionary<string, string>();

    /// <value>A file relative to the current release that must be there, or empty.</value>
    public string HealthCheckFile { get; init; } = "";

    /// <value>A URL that must answer, or empty.</value>
    public string HealthCheckUrl { get; init; } = "";

    /// <value>How long the health check is repeated.</value>
    public TimeSpan HealthCheckTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>How long each step may take.</value>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
