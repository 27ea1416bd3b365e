using System.Text.Json;
using Rego.Values;

namespace Rego.Builtins.Tokens;

/// <summary>A signed token in its compact form (RFC 7515), cut into its parts.</summary>
internal sealed class JsonWebToken
{
    private JsonWebToken(string header, string payload, string signature)
    {
        HeaderText = header;
        PayloadText = payload;
        SignatureText = signature;
    }

    internal string HeaderText { get; }

    internal string PayloadText { get; }

    internal string SignatureText { get; }

    /// <summary>What is signed.</summary>
    internal byte[] SigningInput => GoText.ToBytes($"{HeaderText}.{PayloadText}");

    /// <exception cref="TokenException">There are not three parts.</exception>
    internal static JsonWebToken Parse(string text)
    {
        var parts = text.Split('.');
        return parts.Length switch
        {
            1 => throw new TokenException("encoded JWT had no period separators"),
            3 => new JsonWebToken(parts[0], parts[1], parts[2]),
            var count => throw new TokenException($"encoded JWT must have 3 sections, found {count}"),
        };
    }

    /// <exception cref="TokenException">It is not the header of a signed token.</exception>
    internal RegoObject Header()
    {
        RegoObject header;
        var text = Decode(HeaderText, "JWT header had invalid encoding: ");
        try
        {
            header = ParseObject(text);
        }
        catch (TokenException e)
        {
            throw new TokenException("bad JWT header: " + e.Message);
        }

        return header["enc"].IsDefined ? throw new TokenException("JWT is a JWE object, which is not supported") : header;
    }

    /// <exception cref="TokenException">It is not Base64.</exception>
    internal byte[] Payload() => Decode(PayloadText, "JWT payload had invalid encoding: ");

    /// <exception cref="TokenException">It is not Base64.</exception>
    internal byte[] Signature(string context = "") => Decode(SignatureText, context);

    /// <exception cref="TokenException">It is no JSON object.</exception>
    internal static RegoObject ParseObject(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return RegoJson.Parse(utf8, JsonFunctions.Limits) as RegoObject ?? throw new TokenException("decoded JSON type was not an Object");
        }
        catch (JsonException e)
        {
            throw new TokenException("invalid JSON: " + e.Message);
        }
    }

    private static byte[] Decode(string text, string context) =>
        Base64Text.TryDecodeUrl(text) ?? throw new TokenException(context + Base64Text.ProblemOfUrl(text));
}
