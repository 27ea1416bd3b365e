namespace Deployer.Deployments.Steps;

/// <summary>The state machine does not let a step's fact follow: the deployment was cancelled meanwhile.</summary>
internal sealed class TransitionRefusedException(TransitionRefusal refusal) : Exception($"The fact cannot follow: {refusal}.");
