using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Gatekeeper.Identity;

/// <summary>The signing keys of one issuer at one moment, by their <c>kid</c>.</summary>
internal sealed class IssuerKeys
{
    private const int MaxKeys = 100;

    private readonly FrozenDictionary<string, JsonWebKey> _byId;

    private IssuerKeys(FrozenDictionary<string, JsonWebKey> byId, DateTimeOffset fetchedAt)
    {
        _byId = byId;
        FetchedAt = fetchedAt;
    }

    /// <value>When the issuer last confirmed the set.</value>
    public DateTimeOffset FetchedAt { get; }

    /// <summary>Takes the signing keys of a JWK set (RFC 7517). Symmetric keys, and keys without an id, are left out: nothing can name them.</summary>
    /// <exception cref="FormatException">It is not a set, holds no signing key, too many, or two with the same id.</exception>
    public static IssuerKeys Parse(string json, DateTimeOffset now)
    {
        try
        {
            return From(new JsonWebKeySet(json), now);
        }
        catch (Exception e) when (e is ArgumentException or JsonException)
        {
            throw new FormatException("The key set is not a JWK set.", e);
        }
    }

    /// <summary>The key with that id, if it can serve that algorithm.</summary>
    public JsonWebKey? Find(string keyId, string algorithm) =>
        _byId.GetValueOrDefault(keyId) is { } key
        && key.Kty == TokenAlgorithms.KeyTypeOf(algorithm)
        && (string.IsNullOrEmpty(key.Alg) || key.Alg == algorithm)
            ? key
            : null;

    /// <summary>Whether the other set has exactly the same keys.</summary>
    public bool HasSameKeys(IssuerKeys other) =>
        _byId.Count == other._byId.Count
        && _byId.All(entry => other._byId.TryGetValue(entry.Key, out var key) && IsSame(entry.Value, key));

    private static IssuerKeys From(JsonWebKeySet set, DateTimeOffset now)
    {
        var keys = set.Keys.Where(IsSigningKey).ToList();
        if (keys.Count is 0 or > MaxKeys)
        {
            throw new FormatException($"The key set must have 1 to {MaxKeys} signing keys with a kid.");
        }

        if (keys.DistinctBy(key => key.Kid).Count() != keys.Count)
        {
            throw new FormatException("The key set has two keys with the same kid.");
        }

        return new IssuerKeys(keys.ToFrozenDictionary(key => key.Kid), now);
    }

    private static bool IsSigningKey(JsonWebKey key) =>
        key.Kty is JsonWebAlgorithmsKeyTypes.RSA or JsonWebAlgorithmsKeyTypes.EllipticCurve
        && !string.IsNullOrEmpty(key.Kid)
        && (string.IsNullOrEmpty(key.Use) || key.Use == JsonWebKeyUseNames.Sig);

    private static bool IsSame(JsonWebKey left, JsonWebKey right) =>
        (left.Kty, left.Alg, left.N, left.E, left.Crv, left.X, left.Y) == (right.Kty, right.Alg, right.N, right.E, right.Crv, right.X, right.Y);
}
