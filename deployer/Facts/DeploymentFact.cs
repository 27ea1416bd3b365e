using System.Text.Json.Serialization;

namespace Deployer.Facts;

/// <summary>One thing that happened to a deployment. Facts are only ever added; everything shown is derived from them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(DeploymentAccepted), "accepted")]
[JsonDerivedType(typeof(ApprovalGiven), "approval_given")]
[JsonDerivedType(typeof(DeploymentRejected), "rejected")]
[JsonDerivedType(typeof(DeploymentCancelled), "cancelled")]
[JsonDerivedType(typeof(AttemptStarted), "attempt_started")]
[JsonDerivedType(typeof(FetchTried), "fetch_tried")]
[JsonDerivedType(typeof(ArtifactFetched), "artifact_fetched")]
[JsonDerivedType(typeof(ArtifactVerified), "artifact_verified")]
[JsonDerivedType(typeof(DeploymentPlanned), "planned")]
[JsonDerivedType(typeof(ExecutionDeferred), "execution_deferred")]
[JsonDerivedType(typeof(ApprovalWithdrawn), "approval_withdrawn")]
[JsonDerivedType(typeof(ApprovalsVoided), "approvals_voided")]
[JsonDerivedType(typeof(ApprovalsMissing), "approvals_missing")]
[JsonDerivedType(typeof(AbortRequested), "abort_requested")]
[JsonDerivedType(typeof(DeploymentExpired), "expired")]
[JsonDerivedType(typeof(DeploymentSuperseded), "superseded")]
[JsonDerivedType(typeof(DeploymentDenied), "denied")]
[JsonDerivedType(typeof(CredentialReleased), "credential_released")]
[JsonDerivedType(typeof(PushStarted), "push_started")]
[JsonDerivedType(typeof(ReleaseSwitched), "release_switched")]
[JsonDerivedType(typeof(DeploymentSucceeded), "succeeded")]
[JsonDerivedType(typeof(RollbackStarted), "rollback_started")]
[JsonDerivedType(typeof(RollbackTried), "rollback_tried")]
[JsonDerivedType(typeof(RollbackFinished), "rollback_finished")]
[JsonDerivedType(typeof(DeploymentFailed), "failed")]
internal abstract record DeploymentFact
{
    /// <summary>What happened, in a sentence for people that names no secret and no path.</summary>
    public abstract string Describe();
}
