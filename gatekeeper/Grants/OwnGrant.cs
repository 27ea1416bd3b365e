using Gateway.Contract.Grants;
using Gateway.Contract.Hashing;
using Google.Protobuf;

namespace Gatekeeper.Grants;

/// <summary>The grant of a call that the gatekeeper makes for itself: no caller asked for it, and no policy decided it.</summary>
internal static class OwnGrant
{
    /// <summary>Issues a grant for exactly <paramref name="request"/>.</summary>
    /// <param name="action">An action that has no door.</param>
    /// <param name="request">The request, serialized as it will be sent.</param>
    /// <param name="identity">Who issues it, and for whom.</param>
    /// <param name="options">How long it lives.</param>
    /// <param name="now">When it is issued.</param>
    /// <param name="key">A key of the strength that the action asks for.</param>
    public static string Issue(string action, IMessage request, GrantIdentity identity, GrantsOptions options, DateTimeOffset now, GrantSigner key) =>
        GrantCodec.Encode(
            new GrantClaims
            {
                Issuer = identity.Issuer,
                Audience = identity.Audience,
                IssuedAt = now.ToUnixTimeSeconds(),
                ExpiresAt = now.ToUnixTimeSeconds() + (long)options.Lifetime.TotalSeconds,
                Id = Guid.NewGuid().ToString("N"),
                Client = "gatekeeper",
                Action = action,
                Application = "-",
                Environment = "-",
                RequestHash = Sha256Digest.ComputeHexadecimal(request.ToByteArray()),
                DecisionId = Guid.CreateVersion7().ToString(),
                PolicyRevision = GrantFormat.NoRevision,
                PolicyActivatedAt = now.ToUnixTimeSeconds(),
            },
            key);
}
