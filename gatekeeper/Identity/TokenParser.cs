using System.Text.Json;
using Gatekeeper.Seam;
using Gateway.Contract.Text;
using Rego.Values;

namespace Gatekeeper.Identity;

/// <summary>
/// Reads a JWS in compact form (RFC 7515) the one strict way: what a lenient reader would forgive, repeat or guess is refused here,
/// before any key is looked up and before the library that verifies the signature sees the token; its own reader has no setting for that.
/// </summary>
internal static class TokenParser
{
    private const int MaxKeyIdLength = 256;
    private const int MaxSubjectLength = 512;
    private const int MaxAudiences = 16;

    /// <summary>The last second of the year 9999, in Unix time: what follows has no date.</summary>
    public const long MaxTime = 253_402_300_799;

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = 16,
    };

    private static readonly RegoJsonLimits ClaimLimits = new(64 * 1024, 16);

    /// <summary>Reads <paramref name="token"/>.</summary>
    /// <exception cref="TokenException">It is not a token in the one form that is accepted.</exception>
    public static ParsedToken Parse(string token)
    {
        var first = token.IndexOf('.', StringComparison.Ordinal);
        var last = token.LastIndexOf('.');
        if (first <= 0 || last <= first || token.IndexOf('.', first + 1) != last)
        {
            throw new TokenException(TokenFault.Form);
        }

        var header = Decode(token.AsSpan(0, first));
        var payload = Decode(token.AsSpan(first + 1, last - first - 1));
        _ = Decode(token.AsSpan(last + 1));
        try
        {
            return Read(header, payload);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The second is what text that is not Unicode ends in.
            throw new TokenException(TokenFault.Claims, e);
        }
    }

    private static byte[] Decode(ReadOnlySpan<char> part) =>
        StrictBase64Url.TryDecode(part, out var bytes) ? bytes : throw new TokenException(TokenFault.Form);

    private static ParsedToken Read(byte[] header, byte[] payload)
    {
        using var head = JsonDocument.Parse(header, Strict);
        using var body = JsonDocument.Parse(payload, Strict);
        if (head.RootElement.ValueKind != JsonValueKind.Object || body.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new TokenException(TokenFault.Form);
        }

        RequireUnicode(head.RootElement);
        RequireUnicode(body.RootElement);

        try
        {
            return Read(head.RootElement, body.RootElement, payload);
        }
        catch (TokenException e)
        {
            throw new TokenException(Describe(e.Fault, head.RootElement, body.RootElement), e) { ClaimedIssuer = TextOf(body.RootElement, "iss") };
        }
    }

    // What can be read of a token that is refused for something else helps the operator just as well.
    private static TokenRefusal Describe(TokenFault fault, JsonElement header, JsonElement claims)
    {
        var audience = claims.TryGetProperty("aud", out var found) ? found : default;
        IEnumerable<JsonElement> audiences = audience.ValueKind == JsonValueKind.Array ? audience.EnumerateArray() : [audience];
        return TokenRefusal.Of(
            fault, issuer: null, TextOf(header, "kid"), audiences.Where(entry => entry.ValueKind == JsonValueKind.String).Select(entry => entry.GetString()!), TextOf(claims, "azp"));
    }

    private static string? TextOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    private static ParsedToken Read(JsonElement header, JsonElement claims, byte[] payload)
    {
        CheckParameters(header);
        RequireTexts(header, TokenFault.HeaderParameter, "cty", "x5t", "x5t#S256");
        RequireTexts(claims, TokenFault.Claims, "jti");
        return new ParsedToken
        {
            Algorithm = Text(header, "alg", TokenFault.Algorithm),
            KeyId = KeyId(header),
            TokenType = OptionalText(header, "typ", TokenFault.TokenType),
            Issuer = Text(claims, "iss", TokenFault.Issuer),
            Subject = Subject(claims),
            Audiences = Audiences(claims),
            AuthorizedParty = OptionalText(claims, "azp", TokenFault.AuthorizedParty),
            ExpiresAt = (long)Math.Floor(Time(claims, "exp") ?? throw new TokenException(TokenFault.Times)),
            NotBefore = Time(claims, "nbf") is { } notBefore ? (long)Math.Ceiling(notBefore) : null,
            IssuedAt = Time(claims, "iat") is { } issuedAt ? (long)Math.Ceiling(issuedAt) : null,
            Claims = (RegoObject)RegoJson.Parse(payload, ClaimLimits),
        };
    }

    // Texts are read when they are asked for, and the library asks for all of them: what it then refuses looks like a wrong signature.
    private static void RequireUnicode(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    RequireUnicode(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var entry in element.EnumerateArray())
                {
                    RequireUnicode(entry);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }

    // Nothing here asks for these, but the library reads them: as above, what it refuses would look like a wrong signature.
    private static void RequireTexts(JsonElement element, TokenFault fault, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _ = OptionalText(element, name, fault);
        }
    }

    // Keys come from the issuer's own set and nowhere else, no extension is understood, and nothing is compressed.
    private static void CheckParameters(JsonElement header)
    {
        foreach (var parameter in header.EnumerateObject())
        {
            if (parameter.Name is "crit" or "jwk" or "jku" or "x5u" or "x5c" or "b64" or "zip" or "enc")
            {
                throw new TokenException(TokenFault.HeaderParameter);
            }
        }
    }

    private static string KeyId(JsonElement header)
    {
        var keyId = Text(header, "kid", TokenFault.KeyId);
        return keyId.Length <= MaxKeyIdLength ? keyId : throw new TokenException(TokenFault.KeyId);
    }

    private static string Subject(JsonElement claims)
    {
        var subject = Text(claims, "sub", TokenFault.Subject);
        return subject.Length <= MaxSubjectLength ? subject : throw new TokenException(TokenFault.Subject);
    }

    private static List<string> Audiences(JsonElement claims)
    {
        if (!claims.TryGetProperty("aud", out var audience))
        {
            throw new TokenException(TokenFault.Audience);
        }

        if (audience.ValueKind == JsonValueKind.String)
        {
            return [audience.GetString()!];
        }

        if (audience.ValueKind != JsonValueKind.Array || audience.GetArrayLength() is 0 or > MaxAudiences)
        {
            throw new TokenException(TokenFault.Audience);
        }

        return [.. audience.EnumerateArray().Select(
            entry => entry.ValueKind == JsonValueKind.String ? entry.GetString()! : throw new TokenException(TokenFault.Audience))];
    }

    private static string Text(JsonElement element, string name, TokenFault fault) =>
        OptionalText(element, name, fault) is { Length: > 0 } text ? text : throw new TokenException(fault);

    private static string? OptionalText(JsonElement element, string name, TokenFault fault)
    {
        if (!element.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new TokenException(fault);
    }

    // A NumericDate (RFC 7519) may have a fraction. It is read so that the token is valid for less time rather than for more.
    private static decimal? Time(JsonElement claims, string name)
    {
        if (!claims.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var seconds) && seconds is >= 0 and <= MaxTime
            ? seconds
            : throw new TokenException(TokenFault.Times);
    }
}
