namespace Gatekeeper.Identity;

/// <summary>Why a token is refused. The caller learns little of it, the operator all.</summary>
internal enum TokenFault
{
    None,
    Form,
    Header,
    HeaderParameter,
    Algorithm,
    KeyId,
    TokenType,
    Claims,
    Issuer,
    Audience,
    AuthorizedParty,
    Subject,
    Expiry,
    Expired,
    NotYetValid,
    IssuedAt,
    UnknownKey,
    Signature,
}
