using System.Text.Json;
using static Gateway.Contract.Audit.RecordJson;

namespace Gateway.Contract.Audit;

/// <summary>A decision at execution about a request, as a gatekeeper recorded it.</summary>
internal sealed record RecordedExecutionDecision(
    string DecisionId, bool IsAllowed, string DeploymentId, string Application, string Environment, string RequestDecisionId, string Digest)
{
    /// <summary>Reads a record; null where it is of another kind, or is an approval's.</summary>
    public static RecordedExecutionDecision? TryRead(JsonElement record)
    {
        var input = MemberOf(record, "input");
        if (TextOf(record, "kind") != "decision" || MemberOf(record, "execution") is not { } execution
            || TextOf(input, "action") is not ("deploy" or "rollback"))
        {
            return null;
        }

        return new(
            TextOf(record, "decision_id") ?? "",
            IsTrue(record, "allowed"),
            TextOf(execution, "deployment_id") ?? "",
            TextOf(input, "application") ?? "",
            TextOf(input, "environment") ?? "",
            TextOf(execution, "request_decision_id") ?? "",
            TextOf(MemberOf(MemberOf(input, "request"), "facts"), "digest") ?? "");
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
