using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;
using Gateway.Contract.Hashing;
using Google.Protobuf;

namespace Gatectl.Policies.Revisions;

/// <summary>Fetches what an answer leaves out of the files of a revision, piece by piece, and holds each file against its digest.</summary>
internal sealed class FileContents(GateConnection gate, string revision)
{
    private const int MaxFileBytes = 1024 * 1024 * 1024;

    /// <summary>Gives the file its whole content.</summary>
    /// <exception cref="CommandFailure">The gate's pieces do not make the file.</exception>
    public async Task CompleteAsync(PolicyFile file, CancellationToken cancellationToken)
    {
        if (file.Content.Length < file.Size)
        {
            file.Content = await FetchAsync(file, cancellationToken);
            file.ContentOmitted = false;
        }

        if (Sha256Digest.ComputeHexadecimal(file.Content.Span) != file.Digest)
        {
            throw Broken(file);
        }
    }

    private async Task<ByteString> FetchAsync(PolicyFile file, CancellationToken cancellationToken)
    {
        if (file.Size > MaxFileBytes)
        {
            throw CommandFailure.Failed($"{file.Path} has {file.Size} bytes, more than are shown.");
        }

        using var content = new MemoryStream();
        file.Content.WriteTo(content);
        while (content.Length < file.Size)
        {
            var request = new GetRevisionRequest { Revision = revision, Path = file.Path, Offset = content.Length };
            var answer = await gate.AskAsync(options => gate.Policies.GetRevisionAsync(request, options), cancellationToken);
            if (answer.Files is not [{ Content.Length: > 0 } piece] || piece.Content.Length > file.Size - content.Length)
            {
                throw Broken(file);
            }

            piece.Content.WriteTo(content);
        }

        return UnsafeByteOperations.UnsafeWrap(content.GetBuffer().AsMemory(0, (int)content.Length));
    }

    private static CommandFailure Broken(PolicyFile file) => CommandFailure.Failed($"the gate's content of {file.Path} is not the file with the digest {file.Digest}.");
}
