namespace Deployer.Deployments.Steps;

/// <summary>All steps, by kind.</summary>
internal sealed class DeploymentSteps(FetchArtifactStep fetch, VerifyArtifactStep verify, ReviewStep review, PushReleaseStep push, CheckHealthStep check, AbortPushStep abort, RollBackStep rollBack)
{
    /// <summary>The step of a kind that does something.</summary>
    public IDeploymentStep For(StepKind kind) => kind switch
    {
        StepKind.Fetch => fetch,
        StepKind.Verify => verify,
        StepKind.Review => review,
        StepKind.Push => push,
        StepKind.CheckHealth => check,
        StepKind.Abort => abort,
        StepKind.RollBack => rollBack,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
