using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Gateway.Hosting.Posix;

namespace Deployer.Secrets;

/// <summary>Reads the store's key from its file, afresh for each use, so that it is in memory only meanwhile.</summary>
internal static class SecretKey
{
    private const int Size = 32;
    private const int MaxFileBytes = 256;

    // The way to it was judged at the start.
    private static readonly PathJudge Judge = new(isDevelopment: true);

    /// <summary>Reads the key.</summary>
    /// <exception cref="SecretStoreException">The file is not there, not private, or not 32 bytes in base64.</exception>
    public static Secret Read(string path)
    {
        try
        {
            var status = PosixFiles.Find(path) ?? throw new SecretStoreException("The key file of the secret store (Deployer:Secrets:KeyFile) is not there. Bring it back: a new one opens no credential that is stored already. For a new store, make one with openssl rand -base64 32 and a umask of 077.");
            if (status.Type != FileType.Regular || Judge.FindFault(path, PathKind.Secret) is not null)
            {
                throw new SecretStoreException("The secret store's key file (Deployer:Secrets:KeyFile) must be a regular file of the deployer's own user, or of root, that the deployer can read and others cannot (mode 0600, or 0440 with the deployer's own group).");
            }

            using var file = PosixFiles.OpenRegular(path) ?? throw new SecretStoreException("The secret store's key file is gone.");
            return Decode(file);
        }
        catch (IOException e)
        {
            throw new SecretStoreException("The secret store's key file (Deployer:Secrets:KeyFile) cannot be read.", e);
        }
    }

    private static Secret Decode(FileStream file)
    {
        var text = GC.AllocateArray<byte>(MaxFileBytes, pinned: true);
        try
        {
            // Past the stream's own buffer, which nobody would wipe.
            var count = 0;
            while (count < text.Length && RandomAccess.Read(file.SafeFileHandle, text.AsSpan(count), count) is > 0 and var read)
            {
                count += read;
            }

            ReadOnlySpan<byte> trimmed = text.AsSpan(0, count).Trim(" \r\n\t"u8);
            Span<byte> decoded = stackalloc byte[MaxFileBytes];
            var isKey = Base64.DecodeFromUtf8(trimmed, decoded, out var consumed, out var written) == OperationStatus.Done
                && consumed == trimmed.Length && written == Size;
            var key = isKey ? Secret.From(decoded[..Size]) : null;
            CryptographicOperations.ZeroMemory(decoded);
            return key ?? throw new SecretStoreException("The secret store's key file (Deployer:Secrets:KeyFile) must hold 32 bytes in base64, as openssl rand -base64 32 writes them.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }
}
