namespace Gatekeeper.Identity;

/// <summary>A token that was validated.</summary>
/// <param name="Caller">Who it proves.</param>
/// <param name="NotBefore">The first second at which it is valid, Unix time.</param>
/// <param name="ExpiresAt">The first second at which it is no longer valid, Unix time; clock skew included.</param>
/// <param name="RevalidateAt">When it must be validated anew, in Unix time.</param>
internal sealed record CachedToken(Caller Caller, long NotBefore, long ExpiresAt, long RevalidateAt)
{
    /// <summary>Whether the entry may answer at <paramref name="now"/>.</summary>
    public bool IsValidAt(long now) => now >= NotBefore && now < ExpiresAt && now < RevalidateAt;
}
