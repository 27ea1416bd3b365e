using Microsoft.IdentityModel.Tokens;

namespace Gatekeeper.Identity;

/// <summary>A key that verifies now.</summary>
/// <param name="Key">The key.</param>
/// <param name="ServesFor">For how long it may, unless the issuer confirms it.</param>
internal readonly record struct FoundKey(JsonWebKey Key, TimeSpan ServesFor);
