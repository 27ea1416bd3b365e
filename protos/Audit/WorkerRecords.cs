using System.Text.Json;

namespace Gateway.Contract.Audit;

/// <summary>What a deployer's log has said so far about each deployment, read in its order.</summary>
internal sealed class WorkerRecords
{
    private readonly Dictionary<string, bool> _artifacts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _executed = new(StringComparer.Ordinal);

    /// <value>Whether an execution that rests on a decision was recorded.</value>
    public bool HasDecidedExecution { get; private set; }

    /// <summary>The deployment that a record is about; empty where it is about none.</summary>
    public static string DeploymentOf(JsonElement record) => RecordJson.Text(RecordJson.Child(record, "deployment"), "deployment_id") ?? "";

    /// <summary>Takes note of a record.</summary>
    public void Take(JsonElement record)
    {
        var deployment = DeploymentOf(record);
        switch (RecordJson.Text(record, "kind"))
        {
            case "decision" when RecordJson.Text(record, "path") == "deployer/artifact":
                _artifacts[deployment] = RecordJson.Boolean(record, "allowed") == true;
                break;
            case "execution":
                _executed.Add(deployment);
                HasDecidedExecution |= RecordJson.Text(record, "decided_by") is { Length: > 0 };
                break;
            default:
                break;
        }
    }

    /// <summary>Whether the last decision about a deployment's artifact was a yes.</summary>
    public bool IsArtifactAllowed(string deployment) => _artifacts.GetValueOrDefault(deployment);

    /// <summary>Whether the deployment that a record is about was executed before it.</summary>
    public bool IsExecuted(JsonElement record) => _executed.Contains(DeploymentOf(record));
}
