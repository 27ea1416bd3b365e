using Deployer.Audit;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using Deployer.Policy;
using Gateway.Hosting.Audit;

namespace Deployer.Deployments.Steps;

/// <summary>Asks <c>data.deployer.artifact</c> about a deployment's artifact, with what is known of it now, and puts the answer on record.</summary>
internal sealed class ArtifactJudge(IDeployerPolicy policy, DeploymentJournal journal, WorkerLog log)
{
    /// <summary>What the newest policies say.</summary>
    /// <param name="snapshot">The deployment, its artifact fetched.</param>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    /// <exception cref="AuditUnavailableException">The answer is not on record.</exception>
    public async Task<PolicyAnswer> JudgeAsync(DeploymentSnapshot snapshot)
    {
        var input = PolicyInput.ForArtifact(snapshot, journal.Promotions(snapshot.Request.Application, snapshot.Digest));
        var answer = policy.MayUseArtifact(input);
        await log.RecordAsync(answer.ToRecord("deployer/artifact", snapshot, input));
        return answer;
    }

    /// <summary>A refusal in a sentence.</summary>
    public static string Refusal(PolicyAnswer answer) => "The policy refuses the artifact: " + string.Join("; ", answer.Reasons);
}
