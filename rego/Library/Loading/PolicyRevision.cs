using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Rego.Loading;

/// <summary>The name of a set of policy files: the same for the same paths and contents, whatever the order.</summary>
internal sealed class PolicyRevision
{
    private readonly List<(string Path, byte[] Digest)> _files = [];

    internal long TotalBytes { get; private set; }

    internal void Add(string path, ReadOnlySpan<byte> content)
    {
        _files.Add((path, SHA256.HashData(content)));
        TotalBytes += content.Length;
    }

    /// <summary>The SHA-256 over each file's path, led by its length in bytes, and the SHA-256 of its content, sorted by path.</summary>
    internal string Compute()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var (path, digest) in _files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            var name = Encoding.UTF8.GetBytes(path);
            BinaryPrimitives.WriteInt32BigEndian(length, name.Length);
            hash.AppendData(length);
            hash.AppendData(name);
            hash.AppendData(digest);
        }

        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
