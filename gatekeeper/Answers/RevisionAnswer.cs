using Deploy.V1;
using Gatekeeper.Calls;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Revisions.Archive;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Gatekeeper.Answers;

/// <summary>Answers <c>PolicyService.GetRevision</c> from the files that are kept.</summary>
internal sealed partial class RevisionAnswer(IRevisionArchive archive, ILogger<RevisionAnswer> logger) : IAnswer
{
    /// <summary>The most content in one answer, in bytes.</summary>
    public const int MaxContentBytes = 2 * 1_048_576;

    /// <inheritdoc/>
    public MethodDescriptor Method { get; } = PolicyService.Descriptor.FindMethodByName(nameof(PolicyService.PolicyServiceClient.GetRevision));

    /// <inheritdoc/>
    public ValueTask<IMessage> AnswerAsync(Call call, CancellationToken cancellationToken)
    {
        try
        {
            return ValueTask.FromResult<IMessage>(Answer((GetRevisionRequest)call.Message, cancellationToken));
        }
        catch (IOException e)
        {
            LogUnreadable(logger, e, call.DecisionId);
            throw new CallException(ErrorReason.PolicyUnavailable, "The files of this revision cannot be read now.", e);
        }
    }

    private PolicyRevision Answer(GetRevisionRequest request, CancellationToken cancellationToken)
    {
        var kept = archive.Find(request.Revision) ?? throw new CallException(ErrorReason.NotFound, "There is no such revision, or it is kept no more.");
        var answer = Describe(kept);
        if (request.Path.Length == 0)
        {
            AddAll(answer, kept.Files, cancellationToken);
            return answer;
        }

        var file = kept.Files.FirstOrDefault(file => file.Path == request.Path)
            ?? throw new CallException(ErrorReason.NotFound, "The revision has no such file.");
        answer.Files.Add(Part(file, request.Offset));
        return answer;
    }

    private static PolicyRevision Describe(ArchivedRevision kept)
    {
        var answer = new PolicyRevision { Revision = kept.Revision, Time = kept.Time.ToTimestamp(), Refused = !kept.IsTaken };
        if (kept.Serial is { } serial)
        {
            answer.Serial = serial;
        }

        answer.Faults.Add(RevisionMessages.Cut(kept.Faults, RevisionMessages.MaxFaults, RevisionMessages.MaxFaultLength));
        return answer;
    }

    private void AddAll(PolicyRevision answer, IReadOnlyList<ArchivedFile> files, CancellationToken cancellationToken)
    {
        long room = MaxContentBytes;
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var message = Describe(file);
            message.ContentOmitted = file.Size > room;
            if (!message.ContentOmitted)
            {
                message.Content = UnsafeByteOperations.UnsafeWrap(archive.Read(file));
                room -= file.Size;
            }

            answer.Files.Add(message);
        }
    }

    private PolicyFile Part(ArchivedFile file, long offset)
    {
        if (offset > file.Size)
        {
            throw CallBuilder.Invalid([new("offset", "is beyond the end of the file")]);
        }

        var content = archive.Read(file).AsMemory((int)offset);
        var message = Describe(file);
        message.Content = UnsafeByteOperations.UnsafeWrap(content[..Math.Min(content.Length, MaxContentBytes)]);
        return message;
    }

    private static PolicyFile Describe(ArchivedFile file) => new() { Path = file.Path, Size = file.Size, Digest = file.Digest };

    [LoggerMessage(EventId = 7001, Level = LogLevel.Error, Message = "Call {DecisionId} asked for a revision that cannot be read.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string decisionId);
}
