using System.Text.Json;

namespace Gateway.Contract.Audit;

/// <summary>A decision at execution about a request, as a gatekeeper recorded it.</summary>
internal sealed record RecordedExecutionDecision(
    string DecisionId, bool IsAllowed, string DeploymentId, string Application, string Environment, string RequestDecisionId, string Digest)
{
    /// <summary>Reads a record; null where it is of another kind, or is an approval's.</summary>
    public static RecordedExecutionDecision? TryRead(JsonElement record)
    {
        var input = RecordJson.Child(record, "input");
        if (RecordJson.Text(record, "kind") != "decision" || RecordJson.Member(record, "execution") is not { } execution
            || RecordJson.Text(input, "action") is not ("deploy" or "rollback"))
        {
            return null;
        }

        return new(
            RecordJson.Text(record, "decision_id") ?? "",
            RecordJson.Boolean(record, "allowed") == true && RecordJson.Text(execution, "outcome") == "execute",
            RecordJson.Text(execution, "deployment_id") ?? "",
            RecordJson.Text(input, "application") ?? "",
            RecordJson.Text(input, "environment") ?? "",
            RecordJson.Text(execution, "request_decision_id") ?? "",
            RecordJson.Text(RecordJson.Child(RecordJson.Child(input, "request"), "facts"), "digest") ?? "");
    }

    /// <summary>What of an execution that rests on this decision it does not allow; null where it allows all of it.</summary>
    public string? FindDifference(RecordedExecution execution)
    {
        if (!IsAllowed)
        {
            return "does not allow it";
        }

        if (DeploymentId != execution.DeploymentId || RequestDecisionId != execution.RequestDecisionId)
        {
            return $"is about deployment {DeploymentId}, asked for by the decision {RequestDecisionId}";
        }

        if (Application != execution.Application || Environment != execution.Environment)
        {
            return $"is about {Application} in {Environment}";
        }

        return Digest == execution.Digest ? null : $"is about the artifact {Digest}, not {execution.Digest}";
    }
}
