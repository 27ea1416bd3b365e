using Deploy.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Gateway.Hosting.Revisions.Archive;

/// <summary>Answers <c>GetRevision</c> from an archive: the same at the gatekeeper and at the deployer.</summary>
public static class KeptRevisions
{
    /// <summary>The most content in one answer, in bytes.</summary>
    public const int MaxContentBytes = 2 * 1_048_576;

    /// <summary>Answers a valid request.</summary>
    /// <returns>The revision; null where it is not kept. Without files where <c>path</c> names none of its files.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><c>offset</c> is beyond the end of the file.</exception>
    /// <exception cref="IOException">What is kept cannot be read.</exception>
    public static PolicyRevision? Find(IRevisionArchive archive, GetRevisionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(request);
        if (archive.Find(request.Revision) is not { } kept)
        {
            return null;
        }

        var answer = Describe(kept);
        if (request.Path.Length == 0)
        {
            AddAll(answer, archive, kept.Files, cancellationToken);
        }
        else if (kept.Files.FirstOrDefault(file => file.Path == request.Path) is { } file)
        {
            answer.Files.Add(Part(archive, file, request.Offset));
        }

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

    private static void AddAll(PolicyRevision answer, IRevisionArchive archive, IReadOnlyList<ArchivedFile> files, CancellationToken cancellationToken)
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

    private static PolicyFile Part(IRevisionArchive archive, ArchivedFile file, long offset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, file.Size);
        var content = archive.Read(file).AsMemory((int)offset);
        var message = Describe(file);
        message.Content = UnsafeByteOperations.UnsafeWrap(content[..Math.Min(content.Length, MaxContentBytes)]);
        return message;
    }

    private static PolicyFile Describe(ArchivedFile file) => new() { Path = file.Path, Size = file.Size, Digest = file.Digest };
}
