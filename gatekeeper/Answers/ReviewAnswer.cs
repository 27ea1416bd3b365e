using Deploy.V1;
using Gatekeeper.Reviews;
using Gatekeeper.Seam;
using Gateway.Contract.Audit;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Gatekeeper.Answers;

/// <summary>
/// Answers <c>AuditService.ReviewDecision</c>. The review is the record of the call, which is durable by now; of a use that was reviewed
/// before, the answer is the first review, so that a call whose answer was lost can be made again.
/// </summary>
internal sealed class ReviewAnswer(ExceptionUses uses) : IAnswer
{
    private const string None =
        "There is no such use of an exception in this application and environment. A gatekeeper knows those that it has decided itself.";

    /// <inheritdoc/>
    public MethodDescriptor Method { get; } = AuditService.Descriptor.FindMethodByName(nameof(AuditService.AuditServiceClient.ReviewDecision));

    /// <inheritdoc/>
    public ValueTask<IMessage> AnswerAsync(Call call, CancellationToken cancellationToken)
    {
        var request = (ReviewDecisionRequest)call.Message;
        return uses.Find(request.DecisionId, request.Application, request.Environment) is { Review: not null } use
            ? ValueTask.FromResult<IMessage>(ReviewMessages.From(use))
            : throw new CallException(ErrorReason.NotFound, None);
    }
}
