using Gatekeeper.Audit;
using Gatekeeper.Forwarding;
using Gatekeeper.Grants;
using Gatekeeper.Policy;

namespace Gatekeeper.Hosting;

/// <summary>Whether a call could be served now: a policy to decide it, a log to record it, a deployer to carry it out.</summary>
internal sealed class Readiness(IPolicySource policies, IDecisionLog log, DeployerConnection deployer, SessionKeyInstaller sessionKeys, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

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

    private async Task<bool> IsDeployerReachableAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ProbeTimeout);
        try
        {
            return await deployer.IsReachableAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
