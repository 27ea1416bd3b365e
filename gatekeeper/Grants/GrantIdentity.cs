namespace Gatekeeper.Grants;

/// <summary>Who issues grants, and for whom.</summary>
/// <param name="Issuer"><c>iss</c>: the origin of this gatekeeper's audit log.</param>
/// <param name="Audience"><c>aud</c>: the deployer's name.</param>
internal sealed record GrantIdentity(string Issuer, string Audience);
