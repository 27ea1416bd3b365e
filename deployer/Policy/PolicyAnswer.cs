using Deployer.Audit;
using Deployer.Facts;
using Rego.Values;

namespace Deployer.Policy;

/// <summary>What a policy answered. Anything but an explicit yes is a no.</summary>
/// <param name="IsAllowed">Whether <c>allow</c> was exactly <c>true</c>.</param>
/// <param name="Reasons">Why not, in the policy's words.</param>
/// <param name="Revision">The revision of the policies that answered.</param>
internal sealed record PolicyAnswer(bool IsAllowed, IReadOnlyList<string> Reasons, string Revision)
{
    /// <value>Whether it is a no for want of an answer: an error, a time-out, or a value that says neither yes nor no.</value>
    public bool IsUndecided { get; init; }

    /// <value>What the policy answered, for the record; undefined where it had no answer.</value>
    public RegoValue Result { get; init; } = RegoValue.Undefined;

    /// <value>How long it took.</value>
    public TimeSpan EvaluationTime { get; init; }

    /// <summary>The decision as it is recorded.</summary>
    /// <param name="path">What was asked.</param>
    /// <param name="deployment">The deployment that it is about.</param>
    /// <param name="input">What the policy saw.</param>
    public WorkerDecision ToRecord(string path, DeploymentSnapshot deployment, RegoObject input) => new()
    {
        Path = path,
        Deployment = deployment,
        Input = input,
        Result = Result,
        IsAllowed = IsAllowed,
        Fault = IsUndecided ? string.Join("; ", Reasons) : "",
        Revision = Revision,
        EvaluationTime = EvaluationTime,
    };
}
