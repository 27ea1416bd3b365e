using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Gateway.Contract.Grants;

public static partial class GrantCodec
{
    /// <summary>Writes and signs a grant. Allocates nothing but the text.</summary>
    /// <exception cref="ArgumentException">The grant would be longer than <see cref="MaxLength"/>.</exception>
    public static string Encode(GrantClaims claims, GrantSigner signer)
    {
        var payload = ArrayPool<byte>.Shared.Rent(PayloadBound(claims));
        var text = ArrayPool<byte>.Shared.Rent(MaxLength);
        try
        {
            var payloadLength = WriteClaims(claims, payload);
            return Encoding.ASCII.GetString(text.AsSpan(0, WriteCompact(payload.AsSpan(0, payloadLength), signer, text.AsSpan(0, MaxLength))));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(payload);
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    /// <summary>Whether a grant of these claims would be no longer than <see cref="MaxLength"/>. Signs nothing.</summary>
    public static bool Fits(GrantClaims claims, GrantSigner signer)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(signer);
        var bound = PayloadBound(claims);
        if (CompactLength(bound, signer) <= MaxLength)
        {
            return true;
        }

        var payload = ArrayPool<byte>.Shared.Rent(bound);
        try
        {
            return CompactLength(WriteClaims(claims, payload), signer) <= MaxLength;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(payload);
        }
    }

    private static int CompactLength(int payload, GrantSigner signer) =>
        signer.EncodedHeader.Length + Base64Url.GetEncodedLength(payload) + 1 + Base64Url.GetEncodedLength(signer.SignatureSize);

    private static int WriteCompact(ReadOnlySpan<byte> payload, GrantSigner signer, Span<byte> text)
    {
        var length = CompactLength(payload.Length, signer);
        if (length > text.Length)
        {
            throw new ArgumentException($"The grant would have {length} characters; {MaxLength} are allowed.");
        }

        signer.EncodedHeader.CopyTo(text);
        var position = signer.EncodedHeader.Length;
        position += Base64Url.EncodeToUtf8(payload, text[position..]);
        Span<byte> signature = stackalloc byte[signer.SignatureSize];
        signer.Sign(text[..position], signature);
        text[position++] = (byte)'.';
        return position + Base64Url.EncodeToUtf8(signature, text[position..]);
    }

    private static int WriteClaims(GrantClaims claims, Span<byte> payload)
    {
        var json = new GrantJsonWriter(payload);
        json.WriteString("{\"iss\":"u8, claims.Issuer);
        json.WriteString(",\"aud\":"u8, claims.Audience);
        json.WriteNumber(",\"iat\":"u8, claims.IssuedAt);
        json.WriteNumber(",\"exp\":"u8, claims.ExpiresAt);
        json.WriteString(",\"jti\":"u8, claims.Id);
        json.WriteString(",\"sub\":"u8, claims.Client);
        json.WriteString(",\"act\":"u8, claims.Action);
        json.WriteString(",\"app\":"u8, claims.Application);
        json.WriteString(",\"env\":"u8, claims.Environment);
        json.WriteString(",\"req\":"u8, claims.RequestHash);
        json.WriteString(",\"dec\":"u8, claims.DecisionId);
        json.WriteString(",\"rev\":"u8, claims.PolicyRevision);
        json.WriteNumber(",\"rat\":"u8, claims.PolicyActivatedAt);
        if (claims.CallerDocumentHash is { } callerDocument)
        {
            json.WriteString(",\"cds\":"u8, callerDocument);
        }

        json.WriteRaw(",\"obl\":"u8, claims.ObligationsJson);
        json.WriteRaw(",\"cal\":"u8, claims.CallerJson);
        json.WriteRaw("}"u8);
        return json.Length;
    }

    // Every character of a string takes at most 6 bytes (\uXXXX); of a raw value at most 3 (UTF-8).
    private static int PayloadBound(GrantClaims c)
    {
        var strings = c.Issuer.Length + c.Audience.Length + c.Id.Length + c.Client.Length + c.Action.Length + c.Application.Length
            + c.Environment.Length + c.RequestHash.Length + c.DecisionId.Length + c.PolicyRevision.Length + (c.CallerDocumentHash?.Length ?? 0);
        return checked(256 + (6 * strings) + (3 * (c.ObligationsJson.Length + c.CallerJson.Length)));
    }
}
