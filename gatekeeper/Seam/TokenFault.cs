namespace Gatekeeper.Seam;

/// <summary>Why a token is refused. The caller learns the kind of it, the operator which part of the token it was.</summary>
internal enum TokenFault
{
    None,

    /// <summary>The credentials are none of the scheme <c>Bearer</c>.</summary>
    Scheme,

    /// <summary>It is longer than what is taken.</summary>
    Length,
    Form,
    HeaderParameter,
    KeyId,
    Claims,
    Subject,

    /// <summary><c>exp</c>, <c>nbf</c> or <c>iat</c> is missing where it is needed, or is no date.</summary>
    Times,
    Algorithm,
    TokenType,
    Issuer,
    Audience,

    /// <summary><c>azp</c> is none that is taken from the issuer.</summary>
    AuthorizedParty,
    Expired,
    NotYetValid,

    /// <summary><c>iat</c> lies ahead.</summary>
    IssuedAhead,

    /// <summary>It is valid for longer than what is taken.</summary>
    Lifetime,
    UnknownKey,
    Signature,

    /// <summary>The issuer's keys are not at hand, so nothing can be said of the token.</summary>
    KeysUnavailable,
}
