using Deployer.Audit;
using Deployer.Deployments.Journal;
using Deployer.Facts;

namespace Deployer.Deployments;

/// <summary>
/// Puts on record what the deployer stops by itself, so that it can be seen without the journal why what was allowed did not run: deployments
/// that end without a caller's word, and approvals that count no more. Of what is open it learns from each commit.
/// </summary>
internal sealed class StoppedDeployments
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
    private readonly WorkerLog _log;

    /// <summary>Begins with what is open; what has happened to it before is not recorded again.</summary>
    public StoppedDeployments(DeploymentJournal journal, WorkerLog log)
    {
        _log = log;
        foreach (var id in journal.OpenAtStart)
        {
            _seen[id] = journal.Find(id)!.Snapshot.Facts;
        }
    }

    /// <summary>Takes note of a commit. On the journal's one writing thread, which does not wait for the record.</summary>
    public void Follow(DeploymentHistory history)
    {
        // More than one fact may have become durable together.
        foreach (var recorded in history.Facts.Skip(_seen.GetValueOrDefault(history.Snapshot.Id)).Where(recorded => MayStop(recorded.Fact)))
        {
            var after = history.SnapshotAt(recorded.Ordinal);
            if (Describe(after, recorded.Fact) is { } reason)
            {
                _log.NoteStopped(after, DeploymentMessages.NameOf(after.State), reason, DecisionOf(recorded.Fact));
            }
        }

        if (history.Snapshot.IsFinal)
        {
            _seen.Remove(history.Snapshot.Id);
        }
        else
        {
            _seen[history.Snapshot.Id] = history.Snapshot.Facts;
        }
    }

    // What failed on the way or was pushed, and what a caller has rejected or cancelled, is on record otherwise.
    private static bool MayStop(DeploymentFact fact) =>
        fact is DeploymentDenied or DeploymentExpired or DeploymentSuperseded or ApprovalsMissing or ApprovalsVoided or DeploymentPlanned;

    private static string? Describe(DeploymentSnapshot after, DeploymentFact fact)
    {
        if (fact is not DeploymentPlanned)
        {
            return fact.Describe();
        }

        return after is { HasPlanChanged: true, AsksForApprovals: true } ? "What would run has changed, so that no approval of what it was before counts." : null;
    }

    private static string DecisionOf(DeploymentFact fact) => fact switch
    {
        DeploymentDenied { Authorization: { } refusal } => refusal.DecisionId,
        ApprovalsMissing missing => missing.Authorization.DecisionId,
        _ => "",
    };
}
