using Rego.Values;

namespace Rego.Builtins.Tokens;

/// <summary>What a token must fulfil to be taken for valid.</summary>
internal sealed class TokenConstraints
{
    private const double NanosecondsPerSecond = 1e9;

    private IReadOnlyList<TokenKey>? _keys;
    private string _secret = string.Empty;
    private string _algorithm = string.Empty;
    private string _issuer = string.Empty;
    private string _audience = string.Empty;
    private double _seconds = -1;

    private TokenConstraints()
    {
    }

    /// <exception cref="TokenException">A constraint is unknown or wrong, or there is not exactly one key.</exception>
    internal static TokenConstraints From(BuiltinContext context, RegoObject members)
    {
        var constraints = new TokenConstraints();
        foreach (var (key, value) in members)
        {
            constraints.Read(context, (key as RegoString)?.Value ?? key.ToString(), value);
        }

        if (constraints._seconds < 0)
        {
            constraints._seconds = context.NowNanoseconds / NanosecondsPerSecond;
        }

        return (constraints._keys is not null, constraints._secret.Length > 0) switch
        {
            (true, true) => throw new TokenException("duplicate key constraints"),
            (false, false) => throw new TokenException("no key constraint"),
            _ => constraints,
        };
    }

    /// <summary>Whether the algorithm of a header is the one that is asked for.</summary>
    internal bool Accepts(TokenHeader header) => _algorithm.Length == 0 || _algorithm == header.Algorithm;

    /// <summary>Whether the signature is right by the key that the header names, or by any where it names none of them.</summary>
    internal bool Verify(TokenHeader header, JsonWebToken token)
    {
        var signature = token.Signature();
        if (TokenAlgorithm.Find(header.Algorithm) is not { } algorithm)
        {
            return false;
        }

        var input = token.SigningInput;
        if (_keys is null)
        {
            return new TokenKey { Secret = GoText.ToBytes(_secret) }.Verify(algorithm, input, signature);
        }

        return Candidates(_keys, header).Any(key => key.Verify(algorithm, input, signature));
    }

    /// <summary>The keys to try for a header.</summary>
    internal static IEnumerable<TokenKey> Candidates(IReadOnlyList<TokenKey> keys, TokenHeader header)
    {
        var named = header.KeyId.Length == 0 ? null : keys.FirstOrDefault(key => key.KeyId == header.KeyId);
        return named is not null ? [named] : keys.Where(key => key.Algorithm.Length == 0 || key.Algorithm == header.Algorithm);
    }

    /// <summary>Whether issuer, audience and times of the claims are as asked for.</summary>
    /// <exception cref="TokenException">A time is no number.</exception>
    internal bool Accepts(RegoObject claims) =>
        AcceptsIssuer(claims) && AcceptsAudience(claims)
        && (!claims.TryGetValue("exp", out var expires) || _seconds < SecondsOf(expires, "exp"))
        && (!claims.TryGetValue("nbf", out var starts) || _seconds >= SecondsOf(starts, "nbf"));

    private void Read(BuiltinContext context, string name, RegoValue value)
    {
        switch (name)
        {
            case "cert":
                var text = TextOf(name, value);
                context.Charge(64 + text.Length, 4L * text.Length);
                _keys = context.Prepare("jwt.keys", text, TokenKeys.Parse);
                break;
            case "secret": _secret = TextOf(name, value); break;
            case "alg": _algorithm = TextOf(name, value); break;
            case "iss": _issuer = TextOf(name, value); break;
            case "aud": _audience = TextOf(name, value); break;
            case "time": _seconds = TimeOf(value); break;
            default: throw new TokenException($"unknown token validation constraint: {name}");
        }
    }

    private static string TextOf(string name, RegoValue value) =>
        (value as RegoString)?.Value ?? throw new TokenException($"{name} constraint: must be a string");

    private static double TimeOf(RegoValue value)
    {
        var nanoseconds = (value as RegoNumber)?.ToDouble() ?? throw new TokenException("token time constraint: must be a number");
        return nanoseconds >= 0 ? nanoseconds / NanosecondsPerSecond : throw new TokenException("token time constraint: must not be negative");
    }

    private bool AcceptsIssuer(RegoObject claims)
    {
        if (_issuer.Length == 0)
        {
            return true;
        }

        return claims.TryGetValue("iss", out var issuer) && issuer is RegoString text && text.Value == _issuer;
    }

    private bool AcceptsAudience(RegoObject claims)
    {
        // A token that names an audience is for nobody else, though no audience is asked for.
        if (!claims.TryGetValue("aud", out var audience))
        {
            return _audience.Length == 0;
        }

        var wanted = RegoString.From(_audience);
        return audience.Equals(wanted) || (audience is RegoArray several && several.Contains(wanted));
    }

    private static double SecondsOf(RegoValue value, string name) =>
        (value as RegoNumber)?.ToDouble() ?? throw new TokenException($"{name} value must be a number");
}
