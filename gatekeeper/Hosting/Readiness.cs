using Gatekeeper.Audit;
using Gatekeeper.Forwarding;
using Gatekeeper.Grants;
using Gatekeeper.Policy;

namespace Gatekeeper.Hosting;

/// <summary>Whether a call could be served now: a policy to decide it, a log to record it, a deployer to carry it out.</summary>
internal sealed class Readiness(
    IPolicySource policies, IDecisionLog log, DeployerConnection deployer, SessionKeyInstaller sessionKeys, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<(bool IsReachable, long At)>? _last;

    /// <summary>Looks at each part.</summary>
    /// <returns>What is missing; empty where nothing is.</returns>
    public async Task<IReadOnlyList<string>> FindMissingAsync(CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            missing.Add("stopping");
        }

        if (policies.Current.Revision.Length == 0)
        {
            missing.Add("policy");
        }

        if (!log.IsWritable)
        {
            missing.Add("audit");
        }

        if (!sessionKeys.WasTaken || !await IsDeployerReachableAsync(cancellationToken))
        {
            missing.Add("deployer");
        }

        return missing;
    }

    // One probe for all who ask at the same time, and at most one a second: anybody may ask, as often as they like.
    private async Task<bool> IsDeployerReachableAsync(CancellationToken cancellationToken)
    {
        Task<(bool IsReachable, long At)> probe;
        lock (_lock)
        {
            // Under no asker's own cancellation: others may wait for the same answer.
            probe = _last = _last is not null && IsFresh(_last) ? _last : Task.Run(ProbeAsync, CancellationToken.None);
        }

        return (await probe.WaitAsync(cancellationToken)).IsReachable;
    }

    private bool IsFresh(Task<(bool IsReachable, long At)> probe) =>
        !probe.IsCompleted || (probe.IsCompletedSuccessfully && time.GetElapsedTime(probe.Result.At) < KeptFor);

    private async Task<(bool IsReachable, long At)> ProbeAsync()
    {
        using var deadline = new CancellationTokenSource(ProbeTimeout, time);
        try
        {
            return (await deployer.IsReachableAsync(deadline.Token), time.GetTimestamp());
        }
        catch (OperationCanceledException)
        {
            return (false, time.GetTimestamp());
        }
    }
}
