using System.Text.Json;
using static Gateway.Contract.Audit.RecordJson;

namespace Gateway.Contract.Audit;

/// <summary>An execution as a deployer recorded it. Members that are not there are empty, and then match nothing.</summary>
internal sealed record RecordedExecution(
    string DecisionId, string DecidedBy, string DeploymentId, string Application, string Environment, string RequestDecisionId, string Digest)
{
    /// <summary>Reads a record of the kind <c>execution</c>.</summary>
    public static RecordedExecution Read(JsonElement record)
    {
        var deployment = MemberOf(record, "deployment");
        return new(
            TextOf(record, "decision_id") ?? "",
            TextOf(record, "decided_by") ?? "",
            TextOf(deployment, "deployment_id") ?? "",
            TextOf(deployment, "application") ?? "",
            TextOf(deployment, "environment") ?? "",
            TextOf(record, "request_decision_id") ?? "",
            TextOf(record, "digest") ?? "");
    }

    /// <summary>Which deployment it is.</summary>
    public string Describe() => $"deployment {DeploymentId} of {Application} in {Environment}";
}
