using Deploy.V1;
using Gatekeeper.Seam;
using Gateway.Hosting.Revisions;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Gatekeeper.Answers;

/// <summary>Answers <c>PolicyService.GetStatus</c>: which policies both programs use.</summary>
internal sealed class StatusAnswer(IRevisionStatus own, DeployerRevision deployer) : IAnswer
{
    /// <inheritdoc/>
    public MethodDescriptor Method { get; } = PolicyService.Descriptor.FindMethodByName(nameof(PolicyService.PolicyServiceClient.GetStatus));

    /// <inheritdoc/>
    public async ValueTask<IMessage> AnswerAsync(Call call, CancellationToken cancellationToken) => new PolicyStatus
    {
        Gatekeeper = RevisionMessages.From(own.Status),
        Deployer = await deployer.AskAsync(cancellationToken),
    };
}
