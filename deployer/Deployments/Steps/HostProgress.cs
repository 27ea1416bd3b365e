using Deployer.Targets;

namespace Deployer.Deployments.Steps;

/// <summary>Tells the operator what came of each host, as it comes.</summary>
internal sealed partial class HostProgress(string deploymentId, ILogger logger) : IProgress<HostResult>
{
    /// <inheritdoc/>
    public void Report(HostResult value)
    {
        ArgumentNullException.ThrowIfNull(value);
        LogHost(logger, deploymentId, value.Host, value.Outcome, value.Detail);
    }

    [LoggerMessage(EventId = 11007, Level = LogLevel.Debug, Message = "Deployment {Id}, host {Host}: {Outcome}. {Detail}")]
    private static partial void LogHost(ILogger logger, string id, string host, TargetOutcome outcome, string detail);
}
