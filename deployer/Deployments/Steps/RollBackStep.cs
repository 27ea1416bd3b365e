using Deployer.Facts;
using Deployer.Secrets;
using Deployer.Targets;

namespace Deployer.Deployments.Steps;

/// <summary>Makes current again what was current before the push. Takes the credential anew where the target needs one for that.</summary>
internal sealed class RollBackStep(CredentialDesk credentials, ILogger<RollBackStep> logger) : IDeploymentStep
{
    /// <inheritdoc/>
    public async Task RunAsync(DeploymentRun run, CancellationToken cancellation)
    {
        var previous = run.Snapshot.Push!.Previous;
        var needsCredential = run.Target.Capabilities.Needs.HasFlag(CredentialPurposes.Apply);
        using (var credential = needsCredential ? await credentials.TakeAsync(run, CredentialPurposes.Apply, cancellation) : null)
        {
            var goal = new TargetGoal(previous.Length > 0 ? previous : null, run.Snapshot.Id);
            var result = await run.Target.RevertAsync(goal, credential, new HostProgress(run.Snapshot.Id, logger), cancellation);
            result.RequireDone();
        }

        await run.RecordAsync(new RollbackFinished());
    }
}
