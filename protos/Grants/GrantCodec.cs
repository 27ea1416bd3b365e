using System.Buffers;

namespace Gateway.Contract.Grants;

/// <summary>
/// Writes and reads grants: JWS in compact form (RFC 7515), strict in both directions, so that a grant has one spelling only.
/// Reading checks the form; whether the signature holds and whether the grant fits the call is the receiver's to say.
/// </summary>
public static partial class GrantCodec
{
    /// <summary>The longest grant, in characters. A call's metadata is limited to 16 KiB by default on both sides.</summary>
    public const int MaxLength = 12 * 1024;

    /// <summary>The deepest nesting inside <c>obl</c> and <c>cal</c>.</summary>
    internal const int MaxDepth = 16;

    private const int MaxKeyIdLength = 64;

    private static readonly SearchValues<char> Base64UrlAlphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly SearchValues<char> LowerHexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether <paramref name="keyId"/> can stand in a grant's header.</summary>
    public static bool IsKeyId(ReadOnlySpan<char> keyId) =>
        keyId.Length is > 0 and <= MaxKeyIdLength && !keyId.ContainsAnyExcept(Base64UrlAlphabet);

    /// <summary>The length of a signature of <paramref name="algorithm"/>, in bytes.</summary>
    internal static int SignatureSize(GrantAlgorithm algorithm) => algorithm == GrantAlgorithm.Es256 ? 64 : 32;
}
