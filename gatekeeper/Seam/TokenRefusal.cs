namespace Gatekeeper.Seam;

/// <summary>
/// What an operator needs to know about a token that was refused. All but the fault is what the token claims, unproven, and bounded
/// in length; the issuer is there only if it is one of those configured, so that nobody writes texts of their own into the log.
/// </summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Issuer">The issuer, where it is trusted.</param>
/// <param name="KeyId">The <c>kid</c> of its header.</param>
/// <param name="Audiences">The <c>aud</c> that was found.</param>
/// <param name="AuthorizedParty">The <c>azp</c> that was found.</param>
internal sealed record TokenRefusal(TokenFault Fault, string? Issuer = null, string? KeyId = null, IReadOnlyList<string>? Audiences = null, string? AuthorizedParty = null)
{
    private const int MaxLength = 128;
    private const int MaxAudiences = 4;

    /// <summary>The refusal of a token that was read, each text bounded.</summary>
    public static TokenRefusal Of(TokenFault fault, string? issuer, string? keyId, IEnumerable<string> audiences, string? authorizedParty) =>
        new(fault, issuer, CutOrNone(keyId), [.. audiences.Take(MaxAudiences).Select(Cut)], CutOrNone(authorizedParty));

    private static string? CutOrNone(string? text) => text is { Length: > 0 } ? Cut(text) : null;

    // Not between the two halves of a character.
    private static string Cut(string text) =>
        text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)] + "…";
}
