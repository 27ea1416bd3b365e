using Rego.Values;

namespace Gatekeeper.Seam;

/// <summary>
/// Who calls, as proven by a verified credential. Built once a token and cached with it, so everything a decision needs of
/// the caller stands here ready-made.
/// </summary>
internal sealed record Caller
{
    /// <value><c>code</c>, <c>machine</c>, <c>person</c> or <c>agent</c>: set by the configuration of the issuer; whom a token lets act for its subject (<c>act</c>) is an agent.</value>
    public required string Kind { get; init; }

    /// <value>The issuer, exactly as configured.</value>
    public required string Issuer { get; init; }

    /// <value>The token's <c>sub</c>.</value>
    public required string Subject { get; init; }

    /// <value>All claims of the verified token.</value>
    public required RegoObject Claims { get; init; }

    /// <value>The groups the token names; empty where it names none.</value>
    public required RegoArray Groups { get; init; }

    /// <value>How the caller was authenticated: <c>jwt</c>.</value>
    public required string AuthenticatedBy { get; init; }

    /// <value>The policy's <c>input.caller</c>.</value>
    public required RegoValue AsRego { get; init; }

    /// <value>When the credential ends, as Unix seconds.</value>
    public required long ExpiresAt { get; init; }
}
