using Deployer.Targets;

namespace Deployer.Deployments.Steps;

/// <summary>Tells the operator what came of each host, as it comes.</summary>
internal sealed partial class HostProgress(string deploymentId, ILogger logger) : IProgress<HostResult>
{
    /// <inheritdoc/>
    public void Report(HostResult value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value is { Outcome: TargetOutcome.Done, Detail.Length: > 0 })
        {
            LogFound(logger, deploymentId, value.Host, value.Detail);
        }
        else
        {
            LogHost(logger, deploymentId, value.Host, value.Outcome, value.Detail);
        }
    }

    [LoggerMessage(EventId = 11012, Level = LogLevel.Warning, Message = "Deployment {Id}, host {Host}: {Detail}")]
    private static partial void LogFound(ILogger logger, string id, string host, string detail);

    [LoggerMessage(EventId = 11007, Level = LogLevel.Debug, Message = "Deployment {Id}, host {Host}: {Outcome}. {Detail}")]
    private static partial void LogHost(ILogger logger, string id, string host, TargetOutcome outcome, string detail);
}
