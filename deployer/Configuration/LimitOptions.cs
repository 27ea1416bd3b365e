namespace Deployer.Configuration;

/// <summary>The configuration section <c>Deployer:Limits</c>: bounds on everything that comes from outside. None can be switched off.</summary>
internal sealed class LimitOptions
{
    /// <value>The largest request message, in bytes.</value>
    public int MaxMessageBytes { get; set; } = 256 * 1024;

    /// <value>The most connections at a time.</value>
    public int MaxConnections { get; set; } = 256;

    /// <value>The most deployments that wait or run for one application and environment.</value>
    public int MaxDeploymentsPerLane { get; set; } = 100;

    /// <value>The most deployments that wait or run in all.</value>
    public int MaxDeployments { get; set; } = 5000;

    /// <value>The most deployments that are prepared at the same time, and the most that are pushed, shared out by application: the last place is for one that has none.</value>
    public int MaxRunning { get; set; } = 4;

    /// <value>The most open watches.</value>
    public int MaxWatches { get; set; } = 2000;

    /// <value>The largest artifact, in bytes.</value>
    public long MaxArtifactBytes { get; set; } = 2L << 30;

    /// <value>The most bytes of all artifacts that the deployer keeps: those of open deployments, and what rolling back needs.</value>
    public long MaxStoreBytes { get; set; } = 20L << 30;

    /// <value>The most bytes that an artifact may hold unpacked.</value>
    public long MaxUnpackedBytes { get; set; } = 8L << 30;

    /// <value>The most entries that an artifact may hold.</value>
    public int MaxEntries { get; set; } = 100_000;

    /// <value>The highest ratio of unpacked to packed bytes, once more than 16 MiB are unpacked.</value>
    public int MaxCompressionRatio { get; set; } = 200;

    /// <value>How long a clean stop waits for running steps.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
