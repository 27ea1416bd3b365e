using Gatekeeper.Seam;

namespace Gatekeeper.Identity;

/// <summary>A token that was validated.</summary>
/// <param name="Caller">Who it proves.</param>
/// <param name="NotBefore">The first second at which it is valid, Unix time.</param>
/// <param name="ExpiresAt">The first second at which it is no longer valid, Unix time; clock skew included.</param>
/// <param name="MaxAge">How long it may be remembered: no longer than the key that proved it may serve.</param>
internal sealed record CachedToken(Caller Caller, long NotBefore, long ExpiresAt, TimeSpan MaxAge)
{
    /// <summary>Whether the token is valid at <paramref name="now"/>, Unix time.</summary>
    public bool IsValidAt(long now) => now >= NotBefore && now < ExpiresAt;
}
