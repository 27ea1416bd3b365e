using Deploy.V1;
using Gatectl.CommandLine;

namespace Gatectl.Deployments;

/// <summary>What people are shown of a deployment, field by field. The values are not escaped yet; an empty one is left out.</summary>
internal static class DeploymentFields
{
    // So that what they belong to stays on the screen.
    private const int MaxChanges = 30;

    /// <summary>All that there is to say.</summary>
    public static IEnumerable<(string Name, string Value)> All(Deployment deployment) =>
        [.. Identity(deployment), .. Review(deployment), .. Changes(deployment), .. Approvals(deployment), .. Record(deployment)];

    /// <summary>What an approval is for, and who may still give one until when.</summary>
    public static IEnumerable<(string Name, string Value)> Review(Deployment deployment)
    {
        foreach (var needed in deployment.ApprovalsNeeded)
        {
            yield return ("approvals", FieldText.Of(needed));
        }

        yield return ("approve until", TimeText.Of(deployment.ApprovalExpireTime));
        yield return ("replaces", FieldText.Of(deployment.Replaces));
        yield return ("plan", deployment.Plan is { } plan ? FieldText.Summary(plan) : "");
        yield return ("review digest", deployment.ReviewDigest);
    }

    private static IEnumerable<(string Name, string Value)> Identity(Deployment deployment)
    {
        yield return ("deployment", deployment.DeploymentId);
        yield return ("application", deployment.Application);
        yield return ("environment", deployment.Environment);
        yield return ("version", deployment.Version);
        yield return ("digest", deployment.Digest);
        yield return ("state", DeploymentStates.Name(deployment.State));
        yield return ("waits for", deployment.WaitingFor);
        yield return ("error", deployment.Error);
        yield return ("requested by", deployment.RequestedBy);
        yield return ("reason", deployment.Reason);
        yield return ("rolls back", deployment.RollsBack);
        yield return ("not before", TimeText.Of(deployment.NotBefore));
        yield return ("not after", TimeText.Of(deployment.NotAfter));
    }

    private static IEnumerable<(string Name, string Value)> Changes(Deployment deployment)
    {
        var changes = deployment.Plan?.Changes ?? [];
        foreach (var change in changes.Take(MaxChanges))
        {
            yield return ("change", FieldText.Of(change));
        }

        yield return ("change", changes.Count > MaxChanges ? $"and {changes.Count - MaxChanges} more, which --output json names" : "");

        if (deployment.Artifact is { } artifact)
        {
            yield return ("artifact", $"{artifact.Name}, {artifact.Size} bytes, from a source of kind {artifact.Source}");
            yield return ("succeeded in", string.Join(", ", artifact.SucceededIn));
            yield return ("undone in", string.Join(", ", artifact.Undone));
        }

        yield return ("destination", deployment.DestinationDigest);
    }

    private static IEnumerable<(string Name, string Value)> Approvals(Deployment deployment)
    {
        foreach (var approval in deployment.Approvals)
        {
            yield return ("approved by", approval.Comment.Length > 0 ? $"{approval.ApprovedBy}: {approval.Comment}" : approval.ApprovedBy);
        }

        foreach (var annotation in deployment.Annotations.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            yield return ("annotation", $"{annotation.Key}={annotation.Value}");
        }
    }

    private static IEnumerable<(string Name, string Value)> Record(Deployment deployment)
    {
        yield return ("damaged", deployment.Damaged ? "yes" : "");
        yield return ("created", TimeText.Of(deployment.CreateTime));
        yield return ("updated", TimeText.Of(deployment.UpdateTime));
        yield return ("decision id", deployment.DecisionId);
        yield return ("push decision", deployment.ExecutionDecisionId);
        yield return ("policy revision", deployment.PolicyRevision);
        yield return ("attempts", deployment.Attempts > 1 ? deployment.Attempts.ToString() : "");
    }
}
