using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Deployer.Deployments;

/// <summary>Where the next page of a list begins. Opaque, and good only for the same list.</summary>
internal static class PageToken
{
    private const int Size = 16;

    /// <summary>The token for the deployments before <paramref name="seq"/>.</summary>
    public static string Encode(long seq, DeploymentFilter filter)
    {
        Span<byte> token = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(token, seq);
        Mark(filter).CopyTo(token[8..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Reads a token; an empty one is the beginning. False where it is none, or of another list.</summary>
    public static bool TryDecode(string text, DeploymentFilter filter, out long before)
    {
        before = long.MaxValue;
        if (text.Length == 0)
        {
            return true;
        }

        Span<byte> token = stackalloc byte[Size];
        if (text.Length != Base64Url.GetEncodedLength(Size) || !Base64Url.TryDecodeFromChars(text, token, out var written) || written != Size)
        {
            return false;
        }

        before = BinaryPrimitives.ReadInt64BigEndian(token);
        return before > 0 && token[8..].SequenceEqual(Mark(filter));
    }

    private static ReadOnlySpan<byte> Mark(DeploymentFilter filter) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{filter.Application}|{filter.Environment}|{(int?)filter.State}")).AsSpan(0, 8);
}
