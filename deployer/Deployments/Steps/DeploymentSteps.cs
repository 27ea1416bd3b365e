namespace Deployer.Deployments.Steps;

/// <summary>All steps, by kind.</summary>
internal sealed class DeploymentSteps(FetchArtifactStep fetch, VerifyArtifactStep verify, PushReleaseStep push, CheckHealthStep check, RollBackStep rollBack)
{
    /// <summary>The step of a kind that does something.</summary>
    public IDeploymentStep For(StepKind kind) => kind switch
    {
        StepKind.Fetch => fetch,
        StepKind.Verify => verify,
        StepKind.Push => push,
        StepKind.CheckHealth => check,
        StepKind.RollBack => rollBack,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
