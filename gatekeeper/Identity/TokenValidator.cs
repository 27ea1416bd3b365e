using System.Collections.Frozen;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gatekeeper.Identity;

/// <summary>
/// Validates a token (RFC 7519, RFC 8725): our own strict rules first, then the signature with a key of the token's own issuer, by the
/// library. Both must agree.
/// </summary>
internal sealed class TokenValidator
{
    private static readonly string[] DefaultTypes = ["JWT", "at+jwt"];

    private readonly FrozenDictionary<string, IssuerKeyRing> _issuers;
    private readonly IdentityOptions _options;
    private readonly JsonWebTokenHandler _handler;

    /// <summary>Takes the keys of all issuers.</summary>
    public TokenValidator(IEnumerable<IssuerKeyRing> issuers, IdentityOptions options)
    {
        _issuers = issuers.ToFrozenDictionary(ring => ring.Issuer.Issuer, StringComparer.Ordinal);
        _options = options;
        _handler = new JsonWebTokenHandler { MapInboundClaims = false, MaximumTokenSizeInBytes = options.MaxTokenLength };
    }

    /// <summary>Validates <paramref name="token"/> at <paramref name="now"/>.</summary>
    /// <exception cref="TokenException">It is not valid.</exception>
    /// <exception cref="KeyFetchException">Whether it is valid cannot be told: its issuer's keys are not available.</exception>
    public async Task<CachedToken> ValidateAsync(string token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parsed = TokenParser.Parse(token);
        var ring = _issuers.GetValueOrDefault(parsed.Issuer) ?? throw new TokenException(TokenFault.Issuer);
        CheckHeader(parsed, ring.Issuer);
        CheckParties(parsed, ring.Issuer);
        CheckTimes(parsed, now);
        var key = await ring.FindAsync(parsed.KeyId, parsed.Algorithm, cancellationToken) ?? throw new TokenException(TokenFault.UnknownKey);
        await VerifyAsync(token, parsed, ring.Issuer, key);
        return new CachedToken(
            CallerFactory.Create(parsed, ring.Issuer),
            (parsed.NotBefore ?? 0) - Skew,
            parsed.ExpiresAt + Skew,
            (now + _options.TokenCacheAge).ToUnixTimeSeconds());
    }

    private long Skew => (long)_options.ClockSkew.TotalSeconds;

    private static void CheckHeader(ParsedToken token, IssuerOptions issuer)
    {
        var algorithms = issuer.Algorithms.Length == 0 ? TokenAlgorithms.Default : issuer.Algorithms;
        Require(algorithms.Contains(token.Algorithm, StringComparer.Ordinal), TokenFault.Algorithm);
        var types = issuer.TokenTypes.Length == 0 ? DefaultTypes : issuer.TokenTypes;
        var isAllowed = token.TokenType is null ? issuer.AllowMissingTokenType : types.Contains(token.TokenType, StringComparer.OrdinalIgnoreCase);
        Require(isAllowed, TokenFault.TokenType);
    }

    // An audience that is not ours means that the token was made for somebody else too, who could have passed it on.
    private static void CheckParties(ParsedToken token, IssuerOptions issuer)
    {
        Require(token.Audiences.All(audience => issuer.Audiences.Contains(audience, StringComparer.Ordinal)), TokenFault.Audience);
        var parties = issuer.AuthorizedParties.Length == 0 ? issuer.Audiences : issuer.AuthorizedParties;
        Require(token.AuthorizedParty is null || parties.Contains(token.AuthorizedParty, StringComparer.Ordinal), TokenFault.AuthorizedParty);
    }

    private void CheckTimes(ParsedToken token, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        Require(seconds < token.ExpiresAt + Skew, TokenFault.Expired);
        Require(token.NotBefore is null || seconds >= token.NotBefore - Skew, TokenFault.NotYetValid);
        Require(token.IssuedAt is null || token.IssuedAt <= seconds + (long)_options.MaxIssuedAhead.TotalSeconds, TokenFault.IssuedAt);
    }

    private async Task VerifyAsync(string token, ParsedToken parsed, IssuerOptions issuer, JsonWebKey key)
    {
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ValidAlgorithms = [parsed.Algorithm],
            ValidIssuer = issuer.Issuer,
            ValidAudiences = issuer.Audiences,

            // Already checked, against our own clock.
            LifetimeValidator = (_, expires, _, _) => expires is not null,
        });
        if (!result.IsValid)
        {
            throw new TokenException(TokenFault.Signature, result.Exception);
        }
    }

    private static void Require(bool isMet, TokenFault fault)
    {
        if (!isMet)
        {
            throw new TokenException(fault);
        }
    }
}
