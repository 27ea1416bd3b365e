using Deployer.Audit;
using Deployer.Deployments.Journal;
using Deployer.Errors;
using Deployer.Facts;
using Deployer.Policy;
using Deployer.Secrets;
using Deployer.Secrets.Sources;
using Deployer.Targets;
using Gateway.Hosting.Audit;

namespace Deployer.Deployments.Steps;

/// <summary>Hands out credentials: the policy is asked, its yes is put on record, and only then is the source read.</summary>
internal sealed class CredentialDesk(IDeployerPolicy policy, ISecretSource source, DeploymentJournal journal, WorkerLog log)
{
    /// <summary>The credential to plan and to observe with, or null where the target needs none for that. The caller wipes it.</summary>
    /// <exception cref="StepFailedException">The policy refuses, or the source has none.</exception>
    /// <exception cref="AuditUnavailableException">It is not on record, and so not read.</exception>
    public async Task<Secret?> TakeToObserveAsync(DeploymentRun run, CancellationToken cancellation) =>
        run.Target.Capabilities.Needs.HasFlag(CredentialPurposes.Observe) ? await TakeAsync(run, CredentialPurposes.Observe, cancellation) : null;

    /// <summary>The credential of the run's destination for a purpose, or null where it names none. The caller wipes it.</summary>
    /// <exception cref="StepFailedException">The policy refuses, or the source has none.</exception>
    /// <exception cref="AuditUnavailableException">It is not on record, and so not read.</exception>
    public async Task<Secret?> TakeAsync(DeploymentRun run, CredentialPurposes purpose, CancellationToken cancellation)
    {
        if (!run.Destination.Credentials.TryGetValue(purpose.Name(), out var name))
        {
            return null;
        }

        var snapshot = run.Snapshot;
        var input = PolicyInput.ForCredential(snapshot, journal.Promotions(snapshot.Request.Application, snapshot.Digest), name, purpose.Name());
        var answer = policy.MayReadCredential(input);
        var decisionId = await log.RecordAsync(answer.ToRecord("deployer/credentials", snapshot, input));
        if (!answer.IsAllowed)
        {
            throw new StepFailedException("The policy refuses the credential: " + string.Join("; ", answer.Reasons));
        }

        var released = new CredentialReleased { Name = name, Purpose = purpose.Name(), Source = source.Kind, PolicyRevision = answer.Revision };
        await run.RecordAsync(released);
        await log.RecordReadAsync(snapshot, released, decisionId);
        try
        {
            return await source.ReadAsync(name, cancellation);
        }
        catch (SecretStoreException e)
        {
            log.NoteUnread(snapshot, released, e.Message);
            throw new StepFailedException(e.Message, e);
        }
    }
}
