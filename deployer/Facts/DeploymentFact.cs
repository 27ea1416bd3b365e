using System.Text.Json.Serialization;

namespace Deployer.Facts;

/// <summary>One thing that happened to a deployment. Facts are only ever added; everything shown is derived from them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(DeploymentAccepted), "accepted")]
[JsonDerivedType(typeof(ApprovalGiven), "approval_given")]
[JsonDerivedType(typeof(DeploymentRejected), "rejected")]
[JsonDerivedType(typeof(DeploymentCancelled), "cancelled")]
[JsonDerivedType(typeof(AttemptStarted), "attempt_started")]
[JsonDerivedType(typeof(ArtifactFetched), "artifact_fetched")]
[JsonDerivedType(typeof(ArtifactVerified), "artifact_verified")]
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
