using Deployer.Deployments.Journal;
using Deployer.Errors;
using Deployer.Facts;
using Deployer.Policy;
using Deployer.Secrets;
using Deployer.Secrets.Sources;

namespace Deployer.Deployments.Steps;

/// <summary>Hands out credentials: the policy is asked, its yes is put on record, and only then is the source read.</summary>
internal sealed class CredentialDesk(IDeployerPolicy policy, ISecretSource source, DeploymentJournal journal)
{
    /// <summary>The credential of the run's destination, or null where it needs none. The caller wipes it.</summary>
    /// <exception cref="StepFailedException">The policy refuses, or the source has none.</exception>
    public async Task<Secret?> TakeAsync(DeploymentRun run, CancellationToken cancellation)
    {
        var name = run.Destination.Credential;
        if (name.Length == 0)
        {
            return null;
        }

        var snapshot = run.Snapshot;
        var answer = policy.MayReadCredential(
            PolicyInput.ForCredential(snapshot, journal.Promotions(snapshot.Request.Application, snapshot.Digest), name));
        if (!answer.IsAllowed)
        {
            throw new StepFailedException("The policy refuses the credential: " + string.Join("; ", answer.Reasons));
        }

        await run.RecordAsync(new CredentialReleased { Name = name, Source = source.Kind, PolicyRevision = answer.Revision });
        try
        {
            return await source.ReadAsync(name, cancellation);
        }
        catch (SecretStoreException e)
        {
            throw new StepFailedException(e.Message, e);
        }
    }
}
