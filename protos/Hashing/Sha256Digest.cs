using System.Security.Cryptography;

namespace Gateway.Contract.Hashing;

/// <summary>
/// SHA-256 on the path of every call. Each thread keeps one hash object: setting up a new one costs several times what hashing a small
/// message does.
/// </summary>
public static class Sha256Digest
{
    /// <summary>The length of a digest, in bytes.</summary>
    public const int Size = 32;

    [ThreadStatic]
    private static IncrementalHash? _hash;

    /// <summary>Writes the digest of <paramref name="data"/>.</summary>
    public static void Compute(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        var hash = Mine;
        hash.AppendData(data);
        hash.GetHashAndReset(destination);
    }

    /// <summary>Writes the digest of both parts, one behind the other. The destination may be the second part.</summary>
    public static void Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> destination)
    {
        var hash = Mine;
        hash.AppendData(first);
        hash.AppendData(second);
        hash.GetHashAndReset(destination);
    }

    /// <summary>Returns the digest of <paramref name="data"/> in lower-case hexadecimal.</summary>
    public static string ComputeHexadecimal(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[Size];
        Compute(data, digest);
        return Convert.ToHexStringLower(digest);
    }

    private static IncrementalHash Mine => _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
}
