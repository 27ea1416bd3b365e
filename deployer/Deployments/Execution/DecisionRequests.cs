using Deploy.V1;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using Gateway.Hosting.Revisions;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Deployer.Deployments.Execution;

/// <summary>Makes what the gatekeeper is asked: the calls as they were received, with their grants, and what was found out since.</summary>
internal sealed class DecisionRequests(DeploymentJournal journal, IRevisionStatus policies)
{
    /// <summary>The request for a deployment that is ready; null where a call is not kept any more.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public DecisionRequest? Make(DeploymentSnapshot snapshot)
    {
        var calls = journal.Calls(snapshot.Id);
        var request = Recorded(snapshot.Request.Authorization, calls);
        RecordedCall?[] approvals = [.. snapshot.Approvals.Select(approval => Recorded(((ApprovalGiven)approval.Fact).Authorization, calls))];
        if (request is null || approvals.Contains(null))
        {
            return null;
        }

        var status = policies.Status;
        return new DecisionRequest
        {
            Application = snapshot.Request.Application,
            Environment = snapshot.Request.Environment,
            DeploymentId = snapshot.Id,
            Request = request,
            Approvals = { approvals.Select(approval => approval!) },
            Facts = FactsOf(snapshot),
            CreateTime = snapshot.CreateTime.ToTimestamp(),
            PolicyRevision = status.Revision,
            PolicySerial = status.Serial ?? 0,
        };
    }

    private static ExecutionFacts FactsOf(DeploymentSnapshot snapshot)
    {
        var artifact = snapshot.Artifact!;
        var plan = snapshot.Plan!;
        return new ExecutionFacts
        {
            Version = snapshot.Request.Version,
            Digest = artifact.Digest,
            Size = artifact.Size,
            Name = artifact.Name,
            Source = artifact.Source,
            SucceededIn = { plan.SucceededIn },
            Undone = { plan.Undone },
            DestinationDigest = plan.DestinationDigest,
            PlanDigest = plan.PlanDigest,
            ReplacesVersion = plan.ReplacesVersion,
            ReplacesDigest = plan.ReplacesDigest,
            ReviewDigest = snapshot.ReviewDigest,
        };
    }

    private static RecordedCall? Recorded(Authorization authorization, Dictionary<string, KeptCall> calls) =>
        calls.TryGetValue(authorization.DecisionId, out var call)
            ? new RecordedCall
            {
                Method = call.Method,
                Message = ByteString.CopyFrom(call.Message),
                Grant = authorization.Grant,
                CallerDocument = ByteString.CopyFrom(call.CallerDocument),
            }
            : null;
}
