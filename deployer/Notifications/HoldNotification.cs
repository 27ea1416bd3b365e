using System.Text.Json.Nodes;
using Deployer.Facts;
using Gateway.Hosting.Notifications;

namespace Deployer.Notifications;

/// <summary>What is told of a hold.</summary>
internal static class HoldNotification
{
    /// <summary>The notification.</summary>
    /// <param name="position">Its position.</param>
    /// <param name="type">Its type.</param>
    /// <param name="change">What became of the hold.</param>
    /// <param name="source">The <c>source</c> of the events.</param>
    public static Notification Of(long position, string type, HoldChange change, string source)
    {
        var data = new JsonObject
        {
            ["application"] = change.Application,
            ["environment"] = change.Environment,
            ["reason"] = change.Reason,
            ["set_by"] = change.SetBy,
            ["set_time"] = Notification.TimeOf(change.SetTime),
        };
        if (change.ReleasedBy is { } releasedBy)
        {
            data["released_by"] = releasedBy;
        }

        data["decision_id"] = change.DecisionId;
        data["policy_revision"] = change.PolicyRevision;
        var id = Notification.IdOf(source, type, change.DecisionId, Notification.TimeOf(change.Time), change.Application, change.Environment);
        return new(position, id, type, $"applications/{change.Application}/environments/{change.Environment}", change.Time, data);
    }
}
