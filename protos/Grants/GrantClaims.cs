namespace Gateway.Contract.Grants;

/// <summary>
/// What a grant states: who may do exactly this request, under which decision and policy revision. Carried as the payload of
/// a JWS (RFC 7515, compact form) in the call's metadata under <see cref="GrantFormat.MetadataKey"/>.
/// </summary>
public sealed record GrantClaims
{
    /// <value><c>iss</c>: the gatekeeper that signed (its audit log's origin).</value>
    public required string Issuer { get; init; }

    /// <value><c>aud</c>: the deployer that this grant is for.</value>
    public required string Audience { get; init; }

    /// <value><c>iat</c>: seconds since the Unix epoch.</value>
    public required long IssuedAt { get; init; }

    /// <value><c>exp</c>: seconds since the Unix epoch, at most <see cref="GrantFormat.MaxLifetimeSeconds"/> after <see cref="IssuedAt"/>.</value>
    public required long ExpiresAt { get; init; }

    /// <value><c>jti</c>: unique to this grant; the replay key of changing calls.</value>
    public required string Id { get; init; }

    /// <value><c>sub</c>: the client, as the policy named it.</value>
    public required string Client { get; init; }

    /// <value><c>act</c>: the action in policy, for example <c>deploy</c>.</value>
    public required string Action { get; init; }

    /// <value><c>app</c>: the application, or <c>-</c> for all in a list.</value>
    public required string Application { get; init; }

    /// <value><c>env</c>: the environment, or <c>-</c> for all in a list.</value>
    public required string Environment { get; init; }

    /// <value><c>req</c>: SHA-256 of the request message exactly as forwarded, in lower-case hexadecimal.</value>
    public required string RequestHash { get; init; }

    /// <value><c>dec</c>: the decision's id.</value>
    public required string DecisionId { get; init; }

    /// <value><c>rev</c>: the policy revision that decided.</value>
    public required string PolicyRevision { get; init; }

    /// <value><c>rat</c>: since when that revision is in use at the gatekeeper, in seconds since the Unix epoch; not later than <see cref="IssuedAt"/>.</value>
    public required long PolicyActivatedAt { get; init; }

    /// <value>
    /// <c>cds</c>: SHA-256 of the <see cref="CallerDocument"/> that travels beside the grant, in lower-case hexadecimal; null, and not in the
    /// grant, where the action has none (<see cref="GrantFormat.HasCallerDocument"/>).
    /// </value>
    public string? CallerDocumentHash { get; init; }

    /// <value><c>obl</c>: the obligations, a JSON object as the policy gave it; <c>{}</c> where there are none.</value>
    public string ObligationsJson { get; init; } = "{}";

    /// <value><c>cal</c>: the caller as far as the record shows it, a JSON object (kind, issuer, subject, authenticated_by).</value>
    public string CallerJson { get; init; } = "{}";
}
