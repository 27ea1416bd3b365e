using Rego.Values;

namespace Deployer.Policy;

/// <summary>The deployer's own decisions, made where the facts are. Never throws for a fault of the policy: that is a no.</summary>
internal interface IDeployerPolicy
{
    /// <summary>Asks <c>data.deployer.artifact</c>: may this artifact go there?</summary>
    PolicyAnswer MayUseArtifact(RegoObject input);

    /// <summary>Asks <c>data.deployer.credentials</c>: may this deployment read this credential?</summary>
    PolicyAnswer MayReadCredential(RegoObject input);
}
