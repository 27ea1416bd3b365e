using Deployer.Deployments.Journal;
using Deployer.Facts;
using Deployer.Policy;

namespace Deployer.Deployments.Steps;

/// <summary>Asks <c>data.deployer.artifact</c> about a deployment's artifact, with what is known of it now.</summary>
internal sealed class ArtifactJudge(IDeployerPolicy policy, DeploymentJournal journal)
{
    /// <summary>What the newest policies say.</summary>
    /// <param name="snapshot">The deployment, its artifact fetched.</param>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public PolicyAnswer Judge(DeploymentSnapshot snapshot) =>
        policy.MayUseArtifact(PolicyInput.ForArtifact(snapshot, journal.Promotions(snapshot.Request.Application, snapshot.Digest)));

    /// <summary>A refusal in a sentence.</summary>
    public static string Refusal(PolicyAnswer answer) => "The policy refuses the artifact: " + string.Join("; ", answer.Reasons);
}
