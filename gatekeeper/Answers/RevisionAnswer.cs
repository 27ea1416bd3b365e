using Deploy.V1;
using Gatekeeper.Calls;
using Gatekeeper.Seam;
using Gateway.Hosting.Revisions.Archive;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Gatekeeper.Answers;

/// <summary>Answers <c>PolicyService.GetRevision</c> from the files that are kept, here or at the deployer.</summary>
internal sealed partial class RevisionAnswer(IRevisionArchive archive, DeployerRevision deployer, ILogger<RevisionAnswer> logger) : IAnswer
{
    /// <inheritdoc/>
    public MethodDescriptor Method { get; } = PolicyService.Descriptor.FindMethodByName(nameof(PolicyService.PolicyServiceClient.GetRevision));

    /// <inheritdoc/>
    public async ValueTask<IMessage> AnswerAsync(Call call, CancellationToken cancellationToken)
    {
        var request = (GetRevisionRequest)call.Message;
        try
        {
            // What only the deployer has taken or refused, it has decided with by itself.
            var revision = KeptRevisions.Find(archive, request, cancellationToken) ?? await deployer.FindAsync(request, cancellationToken)
                ?? throw new CallException(ErrorReason.NotFound, "There is no such revision, or it is kept no more.");
            return request.Path.Length > 0 && revision.Files.Count == 0
                ? throw new CallException(ErrorReason.NotFound, "The revision has no such file.")
                : revision;
        }
        catch (ArgumentOutOfRangeException)
        {
            throw CallBuilder.Invalid([new("offset", "is beyond the end of the file")]);
        }
        catch (IOException e)
        {
            LogUnreadable(logger, e, call.Arrival.DecisionId);
            throw new CallException(ErrorReason.PolicyUnavailable, "The files of this revision cannot be read now.", e);
        }
    }

    [LoggerMessage(EventId = 7201, Level = LogLevel.Error, Message = "Call {DecisionId} asked for a revision that cannot be read.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string decisionId);
}
