using Deploy.V1;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using Gateway.Contract.Approvals;
using Google.Protobuf.WellKnownTypes;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments;

/// <summary>Turns snapshots into the messages of the service.</summary>
internal static class DeploymentMessages
{
    /// <summary>The message that shows <paramref name="snapshot"/>.</summary>
    public static Deployment From(DeploymentSnapshot snapshot)
    {
        var request = snapshot.Request;
        var message = new Deployment
        {
            DeploymentId = snapshot.Id,
            Application = request.Application,
            Environment = request.Environment,
            Version = request.Version,
            Digest = snapshot.Digest,
            State = snapshot.State,
            RequestedBy = request.Authorization.Client,
            CreateTime = snapshot.CreateTime.ToTimestamp(),
            UpdateTime = snapshot.UpdateTime.ToTimestamp(),
            DecisionId = request.Authorization.DecisionId,
            PolicyRevision = request.Authorization.PolicyRevision,
            Error = snapshot.Error,
            Attempts = snapshot.Attempts,
            Reason = request.Reason,
            ApprovalExpireTime = snapshot.ApprovalExpireTime?.ToTimestamp(),
            ReviewDigest = snapshot.ReviewDigest,
            RollsBack = request.RollsBack,
            WaitingFor = WaitingFor(snapshot),
            NotBefore = request.NotBefore?.ToTimestamp(),
            NotAfter = request.NotAfter?.ToTimestamp(),
            ExecutionDecisionId = (snapshot.Push?.Execution ?? snapshot.Refusal)?.DecisionId ?? "",
        };
        message.Annotations.Add(request.Annotations);
        message.Approvals.Add(snapshot.Approvals.Select(FromApproval));
        message.ApprovalsNeeded.Add(Needed(snapshot));
        AddReview(message, snapshot);
        return message;
    }

    /// <summary>The message that shows what is known of a damaged one.</summary>
    public static Deployment From(DamagedDeployment damaged) => new()
    {
        DeploymentId = damaged.Id,
        Application = damaged.Application,
        Environment = damaged.Environment,
        Digest = damaged.Digest,
        State = damaged.State,
        Error = "Its record in the deployer's journal is damaged: only what is shown here is known of it, and nothing is done for it. The deployer's operator can look with `deployer journal check`.",
        Damaged = true,
    };

    /// <summary>A state's name in the contract.</summary>
    public static string NameOf(State state) => Deployment.Descriptor.EnumTypes[0].FindValueByNumber((int)state).Name;

    private static void AddReview(Deployment message, DeploymentSnapshot snapshot)
    {
        if (snapshot is not { Artifact: { } artifact, Plan: { } plan })
        {
            return;
        }

        message.DestinationDigest = plan.DestinationDigest;
        message.Artifact = new ArtifactFacts { Name = artifact.Name, Size = artifact.Size, Source = artifact.Source, SucceededIn = { plan.SucceededIn }, Undone = { plan.Undone } };
        if (plan.PlanDigest.Length > 0)
        {
            message.Plan = new Plan { Digest = plan.PlanDigest, Omitted = plan.Omitted, Changes = { plan.Changes.Select(FromEntry) } };
        }

        if (plan.ReplacesRelease.Length > 0)
        {
            message.Replaces = new Release { Name = plan.ReplacesRelease, Version = plan.ReplacesVersion, Digest = plan.ReplacesDigest };
        }
    }

    private static PlannedChange FromEntry(PlannedEntry entry) => new()
    {
        Name = entry.Name,
        Kind = entry.Kind switch
        {
            "added" => PlannedChange.Types.Kind.Added,
            "changed" => PlannedChange.Types.Kind.Changed,
            "removed" => PlannedChange.Types.Kind.Removed,
            _ => PlannedChange.Types.Kind.Unspecified,
        },
    };

    private static IEnumerable<ApprovalsNeeded> Needed(DeploymentSnapshot snapshot)
    {
        var rules = snapshot.ApprovalRules;
        var missing = ApprovalMatching.Missing(rules, DeploymentTransitions.ApproversOf(snapshot));
        return rules.Select((rule, i) => new ApprovalsNeeded { Count = rule.Count, From = { rule.From }, Given = rule.Count - missing[i] });
    }

    private static string WaitingFor(DeploymentSnapshot snapshot) => snapshot.State switch
    {
        State.PendingApproval => $"approval: {ApprovalMatching.DescribeMissing(snapshot.ApprovalRules, DeploymentTransitions.ApproversOf(snapshot))}",
        State.Fetching or State.Verifying or State.Waiting when snapshot.DeferredFor.Length > 0 => snapshot.DeferredFor,
        State.Waiting when snapshot.Request.NotBefore > snapshot.ReadyTime => $"its time, {snapshot.Request.NotBefore:u}",
        State.Waiting => "its turn",
        State.Fetching when snapshot.FetchTries > 0 => "its artifact: the source does not answer",
        _ => "",
    };

    private static Approval FromApproval(RecordedFact recorded)
    {
        var given = (ApprovalGiven)recorded.Fact;
        return new Approval
        {
            ApprovedBy = given.Authorization.Client,
            Comment = given.Comment,
            CreateTime = recorded.Time.ToTimestamp(),
            DecisionId = given.Authorization.DecisionId,
        };
    }
}
