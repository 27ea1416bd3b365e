using Rego.Builtins.Tokens;
using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>JSON Web Tokens: <c>io.jwt.*</c>.</summary>
internal static class TokenFunctions
{
    private const int MaxNesting = 16;

    private static readonly RegoType Verified = TupleOf(BoolT, AnyObject, AnyObject);

    internal static IEnumerable<Builtin> All =>
    [
        new("io.jwt.decode", StringT, TupleOf(AnyObject, AnyObject, StringT), Operands.Of<RegoString>(Decode)),
        new("io.jwt.decode_verify", StringT, StringObject, Verified, DecodeVerify) { IsPure = false },
        new("io.jwt.encode_sign", StringObject, StringObject, StringObject, StringT, EncodeSign) { IsPure = false },
        new("io.jwt.encode_sign_raw", StringT, StringT, StringT, StringT, EncodeSignRaw) { IsPure = false },
        .. VerifyFunctions(),
    ];

    private static IEnumerable<Builtin> VerifyFunctions()
    {
        string[] names = ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
        return names.Select(name => new Builtin($"io.jwt.verify_{name.ToLowerInvariant()}", StringT, StringT, BoolT, Verify(TokenAlgorithm.Find(name)!)));
    }

    private static RegoValue Guarded(BuiltinContext context, RegoValue token, Func<RegoValue> function)
    {
        var length = (token as RegoString)?.Value.Length ?? 0;
        context.Charge(64 + length, 8L * length);
        try
        {
            return function();
        }
        catch (TokenException e)
        {
            return context.Fail(e.Message);
        }
    }

    private static RegoValue Decode(BuiltinContext context, RegoString text) => Guarded(context, text, () =>
    {
        var token = JsonWebToken.Parse(text.Value);
        for (var depth = 0; ; depth++)
        {
            var header = token.Header();
            var payload = token.Payload();
            if (header["cty"] is not RegoString { Value: "JWT" })
            {
                var claims = JsonWebToken.ParseObject(payload);
                var signature = token.Signature("JWT signature had invalid encoding: ");
                return RegoArray.From(header, claims, RegoString.From(Convert.ToHexStringLower(signature)));
            }

            token = Inner(payload, depth);
        }
    });

    /// <summary>A token in a token's payload, often in quotes.</summary>
    private static JsonWebToken Inner(byte[] payload, int depth) => depth < MaxNesting
        ? JsonWebToken.Parse(GoText.FromBytes(payload).Trim('"', '\''))
        : throw new TokenException("tokens nest too deeply");

    private static Builtin2 Verify(TokenAlgorithm algorithm) => (context, a, b) => a is not RegoString text ? context.FailType(1, "string", a)
        : Guarded(context, text, () =>
        {
            if (algorithm.Family == "HS")
            {
                return b is RegoString secret ? VerifySecret(algorithm, text.Value, secret.Value) : context.FailType(2, "string", b);
            }

            var token = JsonWebToken.Parse(text.Value);
            if (b is not RegoString keyText)
            {
                return context.FailType(2, "string", b);
            }

            context.Charge(64 + keyText.Value.Length, 4L * keyText.Value.Length);
            var keys = context.Prepare("jwt.keys", keyText.Value, TokenKeys.Parse);
            var signature = token.Signature();
            var header = TokenHeader.From(token.Header());
            return RegoBoolean.From(TokenConstraints.Candidates(keys, header).Any(key => key.Verify(algorithm, token.SigningInput, signature)));
        });

    private static RegoBoolean VerifySecret(TokenAlgorithm algorithm, string text, string secret)
    {
        var token = JsonWebToken.Parse(text);
        return RegoBoolean.From(new TokenKey { Secret = GoText.ToBytes(secret) }.Verify(algorithm, token.SigningInput, token.Signature()));
    }

    private static RegoValue DecodeVerify(BuiltinContext context, RegoValue a, RegoValue b)
    {
        if (b is not RegoObject members)
        {
            return context.FailType(2, "object", b);
        }

        return Guarded(context, a, () =>
        {
            var constraints = TokenConstraints.From(context, members);
            return a is RegoString text ? DecodeVerify(constraints, text.Value) : context.FailType(1, "string", a);
        });
    }

    private static RegoArray DecodeVerify(TokenConstraints constraints, string text)
    {
        var refused = RegoArray.From(RegoBoolean.False, RegoObject.Empty, RegoObject.Empty);
        for (var depth = 0; depth < MaxNesting; depth++)
        {
            var token = JsonWebToken.Parse(text);
            var members = token.Header();
            var header = TokenHeader.From(members);
            if (!header.IsValid || !constraints.Accepts(header) || !constraints.Verify(header, token))
            {
                return refused;
            }

            var payload = token.Payload();
            if (string.Equals(header.ContentType, "JWT", StringComparison.OrdinalIgnoreCase))
            {
                text = GoText.FromBytes(payload);
                continue;
            }

            var claims = JsonWebToken.ParseObject(payload);
            return constraints.Accepts(claims) ? RegoArray.From(RegoBoolean.True, members, claims) : refused;
        }

        throw new TokenException("tokens nest too deeply");
    }

    private static RegoValue EncodeSign(BuiltinContext context, RegoValue header, RegoValue payload, RegoValue key) =>
        Guarded(context, header, () => Sign(context, GoJson.Write(context, header), GoJson.Write(context, payload), GoJson.Write(context, key)));

    private static RegoValue EncodeSignRaw(BuiltinContext context, RegoValue header, RegoValue payload, RegoValue key) =>
        key is not RegoString keyText ? context.FailType(3, "string", key)
        : header is not RegoString headerText ? context.FailType(1, "string", header)
        : payload is not RegoString payloadText ? context.FailType(2, "string", payload)
        : Guarded(context, payload, () => Sign(context, headerText.Value, payloadText.Value, keyText.Value));

    private static RegoValue Sign(BuiltinContext context, string header, string payload, string key)
    {
        context.Charge(256 + header.Length + payload.Length + key.Length, 8L * (header.Length + payload.Length));
        var keys = TokenKeys.ParseJson(GoText.ToBytes(key));
        if (keys.Count == 0)
        {
            throw new TokenException("no keys found in JWK set");
        }

        var members = HeaderOf(header);
        var name = members["alg"] as RegoString ?? throw new TokenException("missing or invalid 'alg' header: jwsbb: header \"alg\" not found");
        var algorithm = TokenAlgorithm.Find(name.Value) ?? throw new TokenException($"unknown JWS algorithm: {name.Value}");
        var isJwt = members["typ"] is not RegoString { Value: not "JWT" };
        if (isJwt && !IsJson(payload))
        {
            throw new TokenException("type is JWT but payload is not JSON");
        }

        var input = $"{Encoded(GoText.ToBytes(header))}.{Encoded(GoText.ToBytes(payload))}";
        return RegoString.From($"{input}.{Encoded(keys[0].Sign(algorithm, GoText.ToBytes(input)))}");
    }

    private static RegoObject HeaderOf(string header)
    {
        if (header.Length == 0)
        {
            throw new TokenException("missing or invalid 'alg' header: cannot parse JSON: cannot parse empty string");
        }

        try
        {
            return RegoJson.Parse(header, JsonFunctions.Limits) as RegoObject ?? RegoObject.Empty;
        }
        catch (System.Text.Json.JsonException e)
        {
            // A word that begins no JSON value is read as a value without members.
            throw new TokenException(header[0] is '{' or '[' or '"'
                ? "missing or invalid 'alg' header: cannot parse JSON: " + e.Message
                : "missing or invalid 'alg' header: jwsbb: header \"alg\" not found");
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            RegoJson.Parse(text, JsonFunctions.Limits);
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private static string Encoded(byte[] bytes) => Base64Text.ToUrl(Convert.ToBase64String(bytes)).TrimEnd('=');
}
