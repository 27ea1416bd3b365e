using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Contract.Hashing;

/// <summary>The SHA-256 over a list of texts, each in UTF-8 behind its length: no two lists give the same bytes.</summary>
public static class ListHash
{
    /// <summary>Hashes the texts in their order.</summary>
    /// <param name="texts">The texts, whatever is in them.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Compute(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = new byte[sizeof(int)];
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}
