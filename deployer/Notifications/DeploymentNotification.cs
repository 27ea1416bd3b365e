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
        data.AddText("deployment_id", snapshot.Id);
        data.AddText("application", request.Application);
        data.AddText("environment", request.Environment);
        data.AddText("version", request.Version);
        data.AddText("digest", snapshot.Digest);
        data.AddText("state", DeploymentMessages.NameOf(snapshot.State));
        data.AddText("requested_by", request.Authorization.Client);
        data.AddText("reason", request.Reason);
        data.AddText("exception", request.Exception);
        data.AddTime("create_time", snapshot.CreateTime);
        data.AddTime("not_before", request.NotBefore);
        data.AddTime("not_after", request.NotAfter);
        data.AddText("rolls_back", request.RollsBack);
        AddReplaced(data, snapshot);
        AddApprovals(data, snapshot);
        AddEnd(data, snapshot, last);
        data.AddText("decision_id", request.Authorization.DecisionId);
        data.AddText("execution_decision_id", (snapshot.Push?.Execution ?? snapshot.Refusal)?.DecisionId);
        data.AddText("policy_revision", request.Authorization.PolicyRevision);
        return data;
    }

    private static void AddReplaced(JsonObject data, DeploymentSnapshot snapshot)
    {
        if (snapshot.Plan is { ReplacesRelease.Length: > 0 } plan)
        {
            var replaced = new JsonObject();
            replaced.AddText("name", plan.ReplacesRelease);
            replaced.AddText("version", plan.ReplacesVersion);
            replaced.AddText("digest", plan.ReplacesDigest);
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
            ["from"] = EventData.ListOf(rule.From),
        })]));
        data.Add("approved_by", EventData.ListOf(snapshot.Approvals.Select(approval => ((ApprovalGiven)approval.Fact).Authorization.Client)));
        data.AddTime("approval_expire_time", snapshot.ApprovalExpireTime);
        data.AddText("review_digest", snapshot.ReviewDigest);
    }

    private static void AddEnd(JsonObject data, DeploymentSnapshot snapshot, DeploymentFact last)
    {
        // Who ended it, and their words, have members of their own.
        data.AddText("error", last is DeploymentRejected or DeploymentCancelled ? "" : snapshot.Error);
        var (authorization, comment) = last switch
        {
            DeploymentRejected rejected => (rejected.Authorization, rejected.Comment),
            DeploymentCancelled cancelled => (cancelled.Authorization, cancelled.Comment),
            ApprovalWithdrawn withdrawn => (withdrawn.Authorization, withdrawn.Comment),
            _ => (null, ""),
        };
        data.AddText("done_by", authorization?.Client);
        data.AddText("comment", comment);
        if (last is ApprovalsVoided or ApprovalsMissing || (last is DeploymentPlanned && snapshot.HasPlanChanged))
        {
            data.AddText("because", DeploymentStops.Describe(last));
        }
    }
}
