using System.Text;
using Gateway.Contract.Text;

namespace Gateway.Contract.Grants;

public static partial class GrantCodec
{
    /// <summary>
    /// Reads a grant whose form is exactly the one that <see cref="Encode"/> writes: canonical base64url without padding, a header of
    /// exactly <c>alg</c>, <c>typ</c> and <c>kid</c>, exactly our claims, each once, none nested deeper than 16. Never throws.
    /// </summary>
    /// <param name="compact">The metadata's value.</param>
    /// <param name="grant">The grant, its signature still unproven.</param>
    /// <param name="error">What is wrong, for the log.</param>
    public static bool TryDecode(ReadOnlySpan<char> compact, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DecodedGrant? grant, out GrantDecodeError error)
    {
        grant = null;
        error = compact.Length is 0 or > MaxLength ? GrantDecodeError.Size : GrantDecodeError.None;
        return error == GrantDecodeError.None && TryDecodeParts(compact, out grant, out error);
    }

    private static bool TryDecodeParts(ReadOnlySpan<char> compact, out DecodedGrant? grant, out GrantDecodeError error)
    {
        grant = null;
        error = GrantDecodeError.Encoding;
        var first = compact.IndexOf('.');
        var last = compact.LastIndexOf('.');
        if (first <= 0 || last <= first
            || Decode(compact[..first]) is not { } header
            || Decode(compact[(first + 1)..last]) is not { } payload
            || Decode(compact[(last + 1)..]) is not { } signature)
        {
            return false;
        }

        error = GrantDecodeError.Header;
        if (!GrantHeaderReader.TryRead(header, out var algorithm, out var keyId))
        {
            return false;
        }

        error = GrantDecodeError.Signature;
        if (signature.Length != SignatureSize(algorithm))
        {
            return false;
        }

        error = GrantDecodeError.Claims;
        if (!GrantClaimsReader.TryRead(payload, out var claims))
        {
            return false;
        }

        error = GrantDecodeError.None;
        var signingInput = new byte[last];
        Encoding.ASCII.GetBytes(compact[..last], signingInput);
        grant = new DecodedGrant { Algorithm = algorithm, KeyId = keyId, Claims = claims, SigningInput = signingInput, Signature = signature };
        return true;
    }

    /// <summary>Whether <paramref name="text"/> is a SHA-256 digest in lower-case hexadecimal.</summary>
    internal static bool IsSha256Hexadecimal(ReadOnlySpan<char> text) => text.Length == 64 && !text.ContainsAnyExcept(LowerHexadecimal);

    private static byte[]? Decode(ReadOnlySpan<char> part) => StrictBase64Url.TryDecode(part, out var bytes) ? bytes : null;
}
