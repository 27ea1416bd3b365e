namespace Deployer.Configuration;

/// <summary>The configuration section <c>Deployer:Journal</c>: how much of what is over the journal keeps. What is open, what a lane would go back to, and what others are still to be told of are kept whatever these say.</summary>
internal sealed class JournalOptions
{
    /// <value>The most deployments that are kept; the oldest that are over go first, with the evidence of who asked for them.</value>
    public int MaxDeployments { get; set; } = 250_000;

    /// <value>How long a deployment is kept after it was over.</value>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(1095);
}
