using Deploy.V1;
using Gatekeeper.Seam;

namespace Gatekeeper.Identity;

/// <summary>What a caller is told of a fault of its token: a stable reason and no value of the token.</summary>
internal static class TokenErrors
{
    /// <summary>The error of a fault.</summary>
    public static CallError Of(TokenFault fault, IdentityOptions options) => fault switch
    {
        TokenFault.Scheme => new(ErrorReason.TokenMalformed, "The credentials are not a bearer token."),
        TokenFault.Length => new(ErrorReason.TokenTooLong, $"The token is longer than {options.MaxTokenLength} characters."),
        TokenFault.Form or TokenFault.HeaderParameter or TokenFault.KeyId or TokenFault.Claims or TokenFault.Subject or TokenFault.Times =>
            new(ErrorReason.TokenMalformed, "The token is not a signed JWT with kid, iss, sub, aud and exp in the form that is taken here."),
        TokenFault.Algorithm => new(ErrorReason.TokenType, "The token's algorithm is not taken from its issuer."),
        TokenFault.TokenType => new(ErrorReason.TokenType, "The token's type is not taken from its issuer."),
        TokenFault.Issuer => new(ErrorReason.TokenIssuer, "The token's issuer is not trusted here."),
        TokenFault.Audience => new(ErrorReason.TokenAudience, "The token is not made for this gatekeeper, or not for it alone."),
        TokenFault.AuthorizedParty => new(ErrorReason.TokenParty, "The token was given to a party (azp) that is not taken from its issuer."),
        TokenFault.Expired => new(ErrorReason.TokenExpired, "The token has expired."),
        TokenFault.NotYetValid or TokenFault.IssuedAhead => new(ErrorReason.TokenNotYetValid, "The token is not valid yet: its issuer's clock is ahead."),
        TokenFault.Lifetime => new(ErrorReason.TokenLifetime, "The token is valid for too long."),
        TokenFault.UnknownKey => new(ErrorReason.TokenKeyUnknown, "The token is signed with a key that its issuer does not publish, or not as a fit one."),
        TokenFault.Signature => new(ErrorReason.TokenSignature, "The token's signature is not that of its issuer."),
        TokenFault.KeysUnavailable => new(ErrorReason.IdentityUnavailable, "The issuer's keys are not available.") { RetryAfter = options.MinKeyRefreshInterval },
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Nothing is wrong with the token."),
    };
}
