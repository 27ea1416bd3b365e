using System.Text.Json.Nodes;
using Deployer.Deployments;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using Gateway.Contract.Approvals;
using Gateway.Hosting.Notifications;

namespace Deployer.Notifications;

/// <summary>What is told of a deployment: as it was after the fact, under the names of the contract, and of that what a person needs to know.</summary>
internal static class DeploymentNotification
{
    /// <summary>The notification.</summary>
    /// <param name="notice">What the journal kept.</param>
    /// <param name="history">The deployment's facts.</param>
    /// <param name="source">The <c>source</c> of the events.</param>
    public static Notification Of(Notice notice, DeploymentHistory history, string source)
    {
        var recorded = history.Facts[notice.Ordinal - 1];
        var snapshot = history.SnapshotAt(notice.Ordinal);
        var id = Notification.IdOf(source, notice.Type, snapshot.Id, $"{recorded.Ordinal}", Notification.TimeOf(recorded.Time));
        var subject = $"applications/{snapshot.Request.Application}/environments/{snapshot.Request.Environment}/deployments/{snapshot.Id}";
        return new(notice.Position, id, notice.Type, subject, recorded.Time, DataOf(snapshot, recorded.Fact));
    }

    private static JsonObject DataOf(DeploymentSnapshot snapshot, DeploymentFact last)
    {
        var request = snapshot.Request;
        var data = new JsonObject();
        AddText(data, "deployment_id", snapshot.Id);
        AddText(data, "application", request.Application);
        AddText(data, "environment", request.Environment);
        AddText(data, "version", request.Version);
        AddText(data, "digest", snapshot.Digest);
        AddText(data, "state", DeploymentMessages.NameOf(snapshot.State));
        AddText(data, "requested_by", request.Authorization.Client);
        AddText(data, "reason", request.Reason);
        AddText(data, "exception", request.Exception);
        AddTime(data, "create_time", snapshot.CreateTime);
        AddTime(data, "not_before", request.NotBefore);
        AddTime(data, "not_after", request.NotAfter);
        AddText(data, "rolls_back", request.RollsBack);
        AddReplaced(data, snapshot);
        AddApprovals(data, snapshot);
        AddEnd(data, snapshot, last);
        AddText(data, "decision_id", request.Authorization.DecisionId);
        AddText(data, "execution_decision_id", (snapshot.Push?.Execution ?? snapshot.Refusal)?.DecisionId ?? "");
        AddText(data, "policy_revision", request.Authorization.PolicyRevision);
        return data;
    }

    private static void AddReplaced(JsonObject data, DeploymentSnapshot snapshot)
    {
        if (snapshot.Plan is { ReplacesRelease.Length: > 0 } plan)
        {
            var replaced = new JsonObject();
            AddText(replaced, "name", plan.ReplacesRelease);
            AddText(replaced, "version", plan.ReplacesVersion);
            AddText(replaced, "digest", plan.ReplacesDigest);
            data.Add("replaces", replaced);
        }
    }

    private static void AddApprovals(JsonObject data, DeploymentSnapshot snapshot)
    {
        if (!snapshot.AsksForApprovals)
        {
            return;
        }

        var missing = ApprovalMatching.Missing(snapshot.ApprovalRules, DeploymentTransitions.ApproversOf(snapshot));
        data.Add("approvals_needed", new JsonArray([.. snapshot.ApprovalRules.Select((rule, i) => (JsonNode)new JsonObject
        {
            ["count"] = rule.Count,
            ["given"] = rule.Count - missing[i],
            ["from"] = Texts(rule.From),
        })]));
        data.Add("approved_by", Texts(snapshot.Approvals.Select(approval => ((ApprovalGiven)approval.Fact).Authorization.Client)));
        AddTime(data, "approval_expire_time", snapshot.ApprovalExpireTime);
        AddText(data, "review_digest", snapshot.ReviewDigest);
    }

    private static void AddEnd(JsonObject data, DeploymentSnapshot snapshot, DeploymentFact last)
    {
        AddText(data, "error", snapshot.Error);
        var (authorization, comment) = last switch
        {
            DeploymentRejected rejected => (rejected.Authorization, rejected.Comment),
            DeploymentCancelled cancelled => (cancelled.Authorization, cancelled.Comment),
            ApprovalWithdrawn withdrawn => (withdrawn.Authorization, withdrawn.Comment),
            _ => (null, ""),
        };
        AddText(data, "done_by", authorization?.Client ?? "");
        AddText(data, "comment", comment);
        if (last is ApprovalsVoided or ApprovalsMissing or DeploymentPlanned && snapshot.State == Deploy.V1.Deployment.Types.State.PendingApproval)
        {
            AddText(data, "because", last.Describe());
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);

    private static void AddText(JsonObject data, string name, string text)
    {
        if (text.Length > 0)
        {
            data.Add(name, text);
        }
    }

    private static void AddTime(JsonObject data, string name, DateTimeOffset? time)
    {
        if (time is { } given)
        {
            data.Add(name, Notification.TimeOf(given));
        }
    }
}
