using Gatekeeper.Audit;
using Gatekeeper.Grants;
using Gatekeeper.Policy;

namespace Gatekeeper.Hosting;

/// <summary>Whether a call could be served now: a policy to decide it, a log to record it, a deployer to carry it out.</summary>
internal sealed class Readiness(IPolicySource policies, IDecisionLog log, ReadinessProbe probe, SessionKeyInstaller sessionKeys, IHostApplicationLifetime lifetime)
{
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

        if (!log.IsWritable || !probe.IsDiskAnswering)
        {
            missing.Add("audit");
        }

        if (!sessionKeys.WasTaken || !await probe.IsDeployerAnsweringAsync(cancellationToken))
        {
            missing.Add("deployer");
        }

        return missing;
    }
}
