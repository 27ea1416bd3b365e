using Deployer.Facts;
using Rego.Values;

namespace Deployer.Audit;

/// <summary>A decision that the deployer made itself, as it is recorded.</summary>
internal sealed record WorkerDecision
{
    /// <value>What was asked: <c>deployer/artifact</c> or <c>deployer/credentials</c>.</value>
    public required string Path { get; init; }

    /// <value>The deployment that it is about.</value>
    public required DeploymentSnapshot Deployment { get; init; }

    /// <value>What the policy saw.</value>
    public required RegoObject Input { get; init; }

    /// <value>What it answered; undefined where it had no answer.</value>
    public required RegoValue Result { get; init; }

    /// <value>Whether that is a yes.</value>
    public required bool IsAllowed { get; init; }

    /// <value>Why there is no answer that can be used; empty where there is one.</value>
    public required string Fault { get; init; }

    /// <value>The revision of the policies.</value>
    public required string Revision { get; init; }

    /// <value>How long the policy took.</value>
    public required TimeSpan EvaluationTime { get; init; }
}
