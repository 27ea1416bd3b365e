using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Deployer.Facts;

namespace Deployer.Deployments;

/// <summary>What makes two requests with the same id the same: who asks, for what, and why.</summary>
internal static class RequestFingerprint
{
    /// <summary>The SHA-256 of everything that the caller said.</summary>
    public static byte[] Of(DeploymentAccepted request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] parts =
        [
            request.Authorization.Client, request.Application, request.Environment, request.Version, request.Digest,
            request.Reason, request.RollbackOf, .. request.Annotations.SelectMany(a => (string[])[a.Key, a.Value]),
        ];
        foreach (var part in parts)
        {
            Append(hash, part);
        }

        // After the pairs of annotations it stands alone, and where there is none, the bytes are those of requests from before there was one.
        if (request.Exception.Length > 0)
        {
            Append(hash, request.Exception);
        }

        return hash.GetHashAndReset();
    }

    // Each part with its length, so that no two lists of parts give the same bytes.
    private static void Append(IncrementalHash hash, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
