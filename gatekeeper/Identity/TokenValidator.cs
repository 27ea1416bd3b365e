using System.Collections.Frozen;
using Gatekeeper.Seam;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gatekeeper.Identity;

/// <summary>
/// Validates a token (RFC 7519, RFC 8725): our own strict rules first, then the signature with a key of the token's own issuer, by the
/// library. Both must agree.
/// </summary>
internal sealed class TokenValidator : IDisposable
{
    private static readonly string[] DefaultTypes = ["JWT", "at+jwt"];

    private readonly FrozenDictionary<string, IssuerKeyRing> _issuers;
    private readonly IdentityOptions _options;
    private readonly JsonWebTokenHandler _handler;

    // A signature costs more than all that comes before it: those who send many that are none leave half of the processors to others.
    private readonly SemaphoreSlim _suspects = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Takes the keys of all issuers.</summary>
    public TokenValidator(IEnumerable<IssuerKeyRing> issuers, IdentityOptions options)
    {
        _issuers = issuers.ToFrozenDictionary(ring => ring.Issuer.Issuer, StringComparer.Ordinal);
        _options = options;
        _handler = new JsonWebTokenHandler { MapInboundClaims = false, MaximumTokenSizeInBytes = options.MaxTokenLength };
    }

    /// <summary>Validates <paramref name="token"/> at <paramref name="now"/>.</summary>
    /// <param name="token">The token.</param>
    /// <param name="now">For which moment.</param>
    /// <param name="isSuspect">Whether its signature is to wait for those of others like it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TokenException">It is not valid, or cannot be told to be: its issuer's keys are not available.</exception>
    public async Task<CachedToken> ValidateAsync(string token, DateTimeOffset now, bool isSuspect, CancellationToken cancellationToken)
    {
        var parsed = Parse(token);
        if (!_issuers.TryGetValue(parsed.Issuer, out var ring))
        {
            throw new TokenException(RefusalOf(TokenFault.Issuer, parsed, isTrusted: false));
        }

        var fault = FaultOf(parsed, ring.Issuer, now);
        var found = fault is TokenFault.None ? await FindKeyAsync(ring, parsed, cancellationToken) : null;
        if (found is not { } key)
        {
            throw new TokenException(RefusalOf(fault is TokenFault.None ? TokenFault.UnknownKey : fault, parsed, isTrusted: true));
        }

        await (isSuspect ? VerifyInTurnAsync(token, parsed, ring.Issuer, key.Key, cancellationToken) : VerifyAsync(token, parsed, ring.Issuer, key.Key));
        return new CachedToken(
            CallerFactory.Create(parsed, ring.Issuer),
            (parsed.NotBefore ?? 0) - Ahead,
            parsed.ExpiresAt + Skew,
            key.ServesFor < _options.TokenCacheAge ? key.ServesFor : _options.TokenCacheAge);
    }

    /// <inheritdoc/>
    public void Dispose() => _suspects.Dispose();

    private async Task VerifyInTurnAsync(string token, ParsedToken parsed, IssuerOptions issuer, JsonWebKey key, CancellationToken cancellationToken)
    {
        await _suspects.WaitAsync(cancellationToken);
        try
        {
            await VerifyAsync(token, parsed, issuer, key);
        }
        finally
        {
            _suspects.Release();
        }
    }

    // Which of the trusted issuers made a token that cannot be read helps the operator, who asks that issuer.
    private ParsedToken Parse(string token)
    {
        try
        {
            return TokenParser.Parse(token);
        }
        catch (TokenException e) when (e.ClaimedIssuer is { } claimed && _issuers.ContainsKey(claimed))
        {
            throw new TokenException(e.Refusal with { Issuer = claimed }, e);
        }
    }

    private long Skew => (long)_options.ClockSkew.TotalSeconds;

    private long Ahead => (long)_options.MaxIssuedAhead.TotalSeconds;

    private static async ValueTask<FoundKey?> FindKeyAsync(IssuerKeyRing ring, ParsedToken token, CancellationToken cancellationToken)
    {
        try
        {
            return await ring.FindAsync(token.KeyId, token.Algorithm, cancellationToken);
        }
        catch (KeyFetchException e)
        {
            throw new TokenException(RefusalOf(TokenFault.KeysUnavailable, token, isTrusted: true), e);
        }
    }

    private TokenFault FaultOf(ParsedToken token, IssuerOptions issuer, DateTimeOffset now) =>
        FaultOfHeader(token, issuer) is not TokenFault.None and var header ? header
        : FaultOfParties(token, issuer) is not TokenFault.None and var parties ? parties
        : FaultOfTimes(token, now.ToUnixTimeSeconds());

    private static TokenFault FaultOfHeader(ParsedToken token, IssuerOptions issuer)
    {
        var algorithms = issuer.Algorithms.Length == 0 ? TokenAlgorithms.Default : issuer.Algorithms;
        if (!algorithms.Contains(token.Algorithm, StringComparer.Ordinal))
        {
            return TokenFault.Algorithm;
        }

        var types = issuer.TokenTypes.Length == 0 ? DefaultTypes : issuer.TokenTypes;
        var isAllowed = token.TokenType is null ? !issuer.RequireTokenType : types.Contains(token.TokenType, StringComparer.OrdinalIgnoreCase);
        return isAllowed ? TokenFault.None : TokenFault.TokenType;
    }

    // An audience that is not ours means that the token was made for somebody else too, who could have passed it on.
    private static TokenFault FaultOfParties(ParsedToken token, IssuerOptions issuer)
    {
        var isOurs = false;
        foreach (var audience in token.Audiences)
        {
            if (issuer.Audiences.Contains(audience, StringComparer.Ordinal))
            {
                isOurs = true;
            }
            else if (!issuer.AdditionalAudiences.Contains(audience, StringComparer.Ordinal))
            {
                return TokenFault.Audience;
            }
        }

        var parties = issuer.AuthorizedParties.Length == 0 ? issuer.Audiences : issuer.AuthorizedParties;
        return !isOurs ? TokenFault.Audience
            : token.AuthorizedParty is null || parties.Contains(token.AuthorizedParty, StringComparer.Ordinal) ? TokenFault.None
            : TokenFault.AuthorizedParty;
    }

    private TokenFault FaultOfTimes(ParsedToken token, long now) =>
        now >= token.ExpiresAt + Skew ? TokenFault.Expired
        : now < token.NotBefore - Ahead ? TokenFault.NotYetValid
        : token.IssuedAt > now + Ahead ? TokenFault.IssuedAhead
        : token.ExpiresAt - (token.IssuedAt ?? token.NotBefore ?? now) > (long)_options.MaxTokenLifetime.TotalSeconds ? TokenFault.Lifetime
        : TokenFault.None;

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
            throw new TokenException(RefusalOf(TokenFault.Signature, parsed, isTrusted: true), result.Exception);
        }
    }

    // Nobody writes a text of their own into the log: an issuer is named only where it is one of those configured.
    private static TokenRefusal RefusalOf(TokenFault fault, ParsedToken token, bool isTrusted) =>
        TokenRefusal.Of(fault, isTrusted ? token.Issuer : null, token.KeyId, token.Audiences, token.AuthorizedParty);
}
