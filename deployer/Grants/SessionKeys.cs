using System.Security.Cryptography;

namespace Deployer.Grants;

/// <summary>The session keys that gatekeepers have installed. In memory only: after a restart they are installed anew.</summary>
internal sealed class SessionKeys(TimeProvider time)
{
    private const int MaxKeys = 64;

    private readonly Lock _lock = new();
    private volatile Dictionary<string, SessionKey> _keys = new(StringComparer.Ordinal);

    /// <summary>Installs a key. Where there are too many, the one that expires first goes.</summary>
    /// <param name="keyId">Its <c>kid</c>.</param>
    /// <param name="issuer">The gatekeeper whose grants it authenticates.</param>
    /// <param name="key">32 bytes.</param>
    /// <param name="expiresAt">When it is forgotten.</param>
    public void Install(string keyId, string issuer, ReadOnlySpan<byte> key, DateTimeOffset expiresAt)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var keys = _keys
                .Where(k => k.Value.ExpiresAt > now && k.Key != keyId)
                .OrderByDescending(k => k.Value.ExpiresAt)
                .Take(MaxKeys - 1)
                .ToDictionary(StringComparer.Ordinal);
            keys.Add(keyId, new SessionKey(issuer, key.ToArray(), expiresAt));
            _keys = keys;
        }
    }

    /// <summary>Whether <paramref name="tag"/> is the key's MAC over <paramref name="data"/>, and the key is the issuer's and not expired.</summary>
    public bool Verify(string keyId, string issuer, ReadOnlySpan<byte> data, ReadOnlySpan<byte> tag)
    {
        if (!_keys.TryGetValue(keyId, out var key) || key.Issuer != issuer || key.ExpiresAt <= time.GetUtcNow())
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Key, data, expected);
        return CryptographicOperations.FixedTimeEquals(expected, tag);
    }

    private sealed record SessionKey(string Issuer, byte[] Key, DateTimeOffset ExpiresAt);
}
