using Deployer.Facts;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments.Steps;

/// <summary>Says from the journal alone what comes next. Pure: a restart continues where the facts end.</summary>
internal static class DeploymentPlan
{
    /// <summary>The next step of a deployment that has been started; none where it is over or waits.</summary>
    public static StepKind Next(DeploymentSnapshot snapshot) => snapshot switch
    {
        { IsFinal: true } => StepKind.None,
        { IsRollingBack: true } => StepKind.RollBack,
        { IsAborted: true } => StepKind.Abort,
        { State: State.Fetching } => StepKind.Fetch,
        { State: State.Verifying, IsVerified: false } => StepKind.Verify,
        { State: State.Verifying } => StepKind.Review,
        { State: State.Pushing } => StepKind.Push,
        { State: State.Checking } => StepKind.CheckHealth,
        _ => StepKind.None,
    };

    /// <summary>Whether a stop of the deployer waits for the step: half a push would be finished only at the next start.</summary>
    public static bool IsFinishedBeforeStop(StepKind step) => step is StepKind.Push or StepKind.Abort or StepKind.RollBack;

    /// <summary>Whether the step only waits: it needs no slot that others could use.</summary>
    public static bool IsWaiting(StepKind step) => step is StepKind.CheckHealth or StepKind.Abort;

    /// <summary>Whether the step is ended where a caller aborts the push.</summary>
    public static bool IsAbortable(StepKind step) => step is StepKind.Push or StepKind.CheckHealth;
}
