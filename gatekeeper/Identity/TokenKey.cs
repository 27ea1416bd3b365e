using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Gateway.Contract.Hashing;

namespace Gatekeeper.Identity;

/// <summary>SHA-256 of a token's text: what the cache knows a token by, so that it holds no credential.</summary>
internal readonly record struct TokenKey(long A, long B, long C, long D)
{
    private const int StackLimit = 2048;

    /// <summary>Hashes <paramref name="token"/>.</summary>
    public static TokenKey Of(ReadOnlySpan<char> token)
    {
        var needed = Encoding.UTF8.GetMaxByteCount(token.Length);
        var rented = needed > StackLimit ? ArrayPool<byte>.Shared.Rent(needed) : null;
        var buffer = rented is null ? stackalloc byte[StackLimit] : rented;
        Span<byte> hash = stackalloc byte[Sha256Digest.Size];
        var length = Encoding.UTF8.GetBytes(token, buffer);
        Sha256Digest.Compute(buffer[..length], hash);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }

        return new TokenKey(Read(hash, 0), Read(hash, 8), Read(hash, 16), Read(hash, 24));
    }

    /// <summary>A part of the hash is hash enough.</summary>
    public override int GetHashCode() => (int)A;

    private static long Read(ReadOnlySpan<byte> hash, int at) => BinaryPrimitives.ReadInt64LittleEndian(hash[at..]);
}
