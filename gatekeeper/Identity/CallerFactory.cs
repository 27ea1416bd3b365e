using System.Globalization;
using Gatekeeper.Seam;
using Rego.Values;

namespace Gatekeeper.Identity;

/// <summary>Makes the caller of a verified token, with its <c>input.caller</c> ready-made.</summary>
internal static class CallerFactory
{
    private const string ByToken = "jwt";
    private const string Agent = "agent";

    // What an issuer says instead of the groups where there are too many of them.
    private static readonly string[] OverageSigns = ["_claim_names", "hasgroups"];

    /// <summary>Makes the caller.</summary>
    public static Caller Create(ParsedToken token, IssuerOptions issuer)
    {
        var groups = FindGroups(token.Claims, issuer.GroupsClaim);
        var kind = token.Claims.TryGetValue("act", out var act) ? Agent : issuer.CallerKind;
        return new Caller
        {
            Kind = kind,
            Issuer = token.Issuer,
            Subject = token.Subject,
            Claims = token.Claims,
            Groups = groups ?? RegoArray.Empty,
            AuthenticatedBy = ByToken,
            ExpiresAt = token.ExpiresAt,
            AsRego = ToRego(token, kind, act, groups),
        };
    }

    private static RegoObject ToRego(ParsedToken token, string kind, RegoValue? act, RegoArray? groups)
    {
        var caller = new RegoObjectBuilder(9);
        if (ActorOf(act) is { } actor)
        {
            caller.TryAdd(RegoString.From("actor"), actor);
        }

        if (AuthenticateTimeOf(token.Claims) is { } time)
        {
            caller.TryAdd(RegoString.From("authenticate_time"), RegoString.From(time));
        }

        caller.TryAdd(RegoString.From("authenticated_by"), RegoString.From(ByToken));
        caller.TryAdd(RegoString.From("claims"), token.Claims);
        caller.TryAdd(RegoString.From("groups"), groups ?? RegoArray.Empty);
        caller.TryAdd(RegoString.From("groups_complete"), groups is not null && !OverageSigns.Any(sign => token.Claims.TryGetValue(sign, out _)) ? RegoBoolean.True : RegoBoolean.False);
        caller.TryAdd(RegoString.From("issuer"), RegoString.From(token.Issuer));
        caller.TryAdd(RegoString.From("kind"), RegoString.From(kind));
        caller.TryAdd(RegoString.From("subject"), RegoString.From(token.Subject));
        return caller.Build();
    }

    // Who acts for the token's subject (RFC 8693). Whatever else the claim holds, it makes the caller an agent, and names none.
    private static RegoString? ActorOf(RegoValue? act) => act is RegoObject members && members["sub"] is RegoString { Value.Length: > 0 } actor ? actor : null;

    private static string? AuthenticateTimeOf(RegoObject claims) =>
        claims.TryGetValue("auth_time", out var value) && value is RegoNumber number && number.TryGetInt64(out var seconds) && seconds is >= 0 and <= TokenParser.MaxTime
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : null;

    // Anything but a list of texts means no groups: a policy must not meet a shape that it does not expect.
    private static RegoArray? FindGroups(RegoObject claims, string claim) =>
        claims.TryGetValue(claim, out var value) && value is RegoArray groups && groups.All(group => group is RegoString) ? groups : null;
}
