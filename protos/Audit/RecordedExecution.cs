using System.Text.Json;

namespace Gateway.Contract.Audit;

/// <summary>An execution as a deployer recorded it. Members that are not there are empty, and then match nothing.</summary>
internal sealed record RecordedExecution(
    string DecisionId, string DecidedBy, string DeploymentId, string Application, string Environment, string RequestDecisionId, string Digest)
{
    /// <summary>Reads a record of the kind <c>execution</c>.</summary>
    public static RecordedExecution Read(JsonElement record)
    {
        var deployment = RecordJson.Child(record, "deployment");
        return new(
            RecordJson.Text(record, "decision_id") ?? "",
            RecordJson.Text(record, "decided_by") ?? "",
            RecordJson.Text(deployment, "deployment_id") ?? "",
            RecordJson.Text(deployment, "application") ?? "",
            RecordJson.Text(deployment, "environment") ?? "",
            RecordJson.Text(record, "request_decision_id") ?? "",
            RecordJson.Text(record, "digest") ?? "");
    }

    /// <summary>Which deployment it is.</summary>
    public string Describe() => $"deployment {DeploymentId} of {Application} in {Environment}";
}
