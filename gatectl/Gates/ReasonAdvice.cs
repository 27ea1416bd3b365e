namespace Gatectl.Gates;

/// <summary>
/// What the caller can do about an error, by its stable reason. What the gate says names no value of the token, so this says where each
/// CI and each person finds what to change.
/// </summary>
internal static class ReasonAdvice
{
    private static readonly Dictionary<string, string> Advices = new(StringComparer.Ordinal)
    {
        ["MISSING_CREDENTIALS"] = "call with a token: --token-file FILE, or --token-command 'COMMAND' that prints one.",
        ["TOKEN_MALFORMED"] =
            "hand over the token that the issuer signed, whole and alone: an id token of the CI or of the sign-in, not an access token of its API, not the JSON around it. If it is that, the gate's log and the record of the decision id name the part that is not taken.",
        ["TOKEN_EXPIRED"] =
            "get a new token: ask for it right before the call, or give --token-command so that new ones are made; GitLab's lives as long as the job's timeout. If it is new, set this machine's clock.",
        ["TOKEN_ISSUER"] =
            "use a token of an issuer that the gate trusts; if this one should be, its operator adds its exact iss, down to the last slash, to Gatekeeper:Issuers.",
        ["TOKEN_AUDIENCE"] =
            "ask for a token with the gate's audience: on GitHub with audience=NAME in the request for the id token, on GitLab with aud: NAME below id_tokens:, elsewhere from the client of that name. Nothing else may stand in aud but what the operator allows (AdditionalAudiences).",
        ["TOKEN_PARTY"] =
            "ask for the token as a client that the gate takes tokens of: the token's azp names the client that it was given to. If this client should be one, the gate's operator, whose log names the azp, adds it to AuthorizedParties in the issuer's entry (Keycloak puts the client's id there).",
        ["TOKEN_NOT_YET_VALID"] =
            "wait a minute and repeat the call; if that does not help, the clock of the issuer and that of the gate differ: their operators set them by NTP.",
        ["TOKEN_LIFETIME"] =
            "ask for a token that lives shorter: on GitLab set a shorter timeout for the job, elsewhere the lifetime of the client's tokens. The gate's operator sets the longest (Gatekeeper:Identity:MaxTokenLifetime, 24 h unless changed).",
        ["TOKEN_TYPE"] =
            "use an id token or access token that is signed with RS256, ES256 or another public-key algorithm; the gate's operator names the algorithms and types of an issuer (Algorithms, TokenTypes, RequireTokenType).",
        ["TOKEN_KEY_UNKNOWN"] =
            "get a new token and repeat the call in a minute: the issuer may have changed its keys. If it goes on, the issuer does not publish the key, or it is too weak: the gate's log names the kid.",
        ["TOKEN_SIGNATURE"] = "hand over the token as the issuer signed it, neither cut nor changed on the way; if it is that, it does not come from the issuer that it names.",
        ["TOKEN_TOO_LONG"] =
            "make the token shorter: at most 16,384 characters. On GitLab the groups of whoever started the job fill it: start it as a user with fewer groups; elsewhere leave claims out that the gate does not need.",
        ["CALLER_TOO_LARGE"] =
            "use a token with fewer claims or groups: what policy sees of the caller is kept with a change, in at most 24 KiB. On GitLab start the job as a user with fewer groups; elsewhere leave claims out that the gate does not need.",
        ["IDENTITY_UNAVAILABLE"] = "repeat the call in a minute: the gate cannot get the issuer's keys now. If it goes on, the gate's log says why (the keys of the issuer were not read).",
        ["REQUEST_TIMEOUT"] = "repeat the call, with the same --request-id where it makes a deployment: the request did not come whole in time. If it goes on, look at the network or the proxy in between.",
    };

    /// <summary>What to do, in one sentence or two; <c>null</c> where the error's own message is all that there is to say.</summary>
    public static string? Of(string? reason) => reason is null ? null : Advices.GetValueOrDefault(reason);
}
