using Deployer.Facts;

namespace Deployer.Deployments;

/// <summary>The outcome of laying one more fact on a snapshot: the next snapshot, or why not.</summary>
/// <param name="Snapshot">The next snapshot; null where refused.</param>
/// <param name="Refusal">Why not.</param>
internal readonly record struct Transition(DeploymentSnapshot? Snapshot, TransitionRefusal Refusal)
{
    /// <summary>A refusal.</summary>
    public static Transition Refuse(TransitionRefusal refusal) => new(null, refusal);
}
