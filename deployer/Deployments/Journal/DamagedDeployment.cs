using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments.Journal;

/// <summary>A deployment whose facts cannot be read, as far as the row that finds it tells.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Application">The application.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Digest">The artifact's digest, or empty.</param>
/// <param name="State">The state that the last fact had led to.</param>
/// <param name="Reason">What is wrong with the facts.</param>
internal sealed record DamagedDeployment(string Id, string Application, string Environment, string Digest, State State, string Reason)
{
    /// <summary>In words for people; names no content of the facts.</summary>
    public string Describe() => $"The record of deployment {Id} ({Application}, {Environment}) in the journal is damaged, and nothing is done for it: {Reason}";
}
