using Gatekeeper.Rego;

namespace Gatekeeper.Identity;

/// <summary>Makes the caller of a verified token, with its <c>input.caller</c> ready-made.</summary>
internal static class CallerFactory
{
    private const string ByToken = "jwt";

    /// <summary>Makes the caller.</summary>
    public static Caller Create(ParsedToken token, IssuerOptions issuer)
    {
        var groups = GroupsOf(token.Claims, issuer.GroupsClaim);
        return new Caller
        {
            Kind = issuer.CallerKind,
            Issuer = token.Issuer,
            Subject = token.Subject,
            Claims = token.Claims,
            Groups = groups,
            AuthenticatedBy = ByToken,
            ExpiresAt = token.ExpiresAt,
            AsRego = RegoObject.From(
                ("kind", RegoString.From(issuer.CallerKind)),
                ("issuer", RegoString.From(token.Issuer)),
                ("subject", RegoString.From(token.Subject)),
                ("claims", token.Claims),
                ("groups", groups),
                ("authenticated_by", RegoString.From(ByToken))),
        };
    }

    // Anything but a list of texts means no groups: a policy must not meet a shape that it does not expect.
    private static RegoArray GroupsOf(RegoObject claims, string claim) =>
        claims.TryGetValue(claim, out var value) && value is RegoArray groups && groups.All(group => group is RegoString) ? groups : RegoArray.Empty;
}
