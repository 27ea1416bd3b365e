using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Hosting.Text;
using Microsoft.IdentityModel.Tokens;

namespace Gatekeeper.Identity;

/// <summary>The keys of one issuer that are fit to verify its tokens, as it published them once.</summary>
internal sealed class IssuerKeys
{
    private const int MaxKeys = 100;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    private readonly FrozenDictionary<string, JsonWebKey[]> _byId;

    private IssuerKeys(FrozenDictionary<string, JsonWebKey[]> byId, long fetchedAt, IReadOnlyList<string> leftOut) =>
        (_byId, FetchedAt, LeftOut) = (byId, fetchedAt, leftOut);

    /// <value>When the issuer confirmed the set, as a time stamp of the clock that nobody sets.</value>
    public long FetchedAt { get; }

    /// <value>The keys that are not used, and why.</value>
    public IReadOnlyList<string> LeftOut { get; }

    /// <value>How many keys may verify.</value>
    public int Count => _byId.Values.Sum(keys => keys.Length);

    /// <summary>
    /// Takes the fit keys of a JWK set (RFC 7517). A key that is not fit is left out, and costs the others nothing. A set without any is
    /// one, too: so an issuer revokes all its keys.
    /// </summary>
    /// <param name="json">The set.</param>
    /// <param name="fetchedAt">A time stamp of when it was asked for.</param>
    /// <exception cref="FormatException">It is not a set, or holds too many keys.</exception>
    public static IssuerKeys Parse(string json, long fetchedAt)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("keys", out var keys)
                || keys.ValueKind != JsonValueKind.Array || keys.GetArrayLength() > MaxKeys)
            {
                throw new FormatException($"The key set is not a JWK set of at most {MaxKeys} keys.");
            }

            return From(keys, fetchedAt);
        }
        catch (JsonException e)
        {
            throw new FormatException($"The key set is not JSON: {JsonFault.Describe(e)}", e);
        }
        catch (InvalidOperationException e)
        {
            // What text that is not Unicode ends in: names are read when they are compared.
            throw new FormatException("The key set has a name with an escape that stands for no character.", e);
        }
    }

    /// <summary>The one key with that id that can serve that algorithm: the one that names the algorithm, else the one that names none.</summary>
    public JsonWebKey? Find(string keyId, string algorithm)
    {
        if (!_byId.TryGetValue(keyId, out var keys))
        {
            return null;
        }

        JsonWebKey? found = null;
        foreach (var key in keys)
        {
            if (key.Alg == algorithm)
            {
                return key;
            }

            found = string.IsNullOrEmpty(key.Alg) && TokenAlgorithms.Fits(algorithm, key) ? key : found;
        }

        return found;
    }

    /// <summary>Whether the other set has exactly the same keys.</summary>
    public bool HasSameKeys(IssuerKeys other) => Identities().SetEquals(other.Identities());

    private HashSet<KeyIdentity> Identities() => [.. _byId.Values.SelectMany(keys => keys).Select(KeyIdentity.Of)];

    private static IssuerKeys From(JsonElement set, long fetchedAt)
    {
        var leftOut = new List<string>();
        var known = new HashSet<string>();
        var fit = new Dictionary<KeyIdentity, JsonWebKey>();
        foreach (var entry in set.EnumerateArray())
        {
            if (Read(entry, known, leftOut) is { } key)
            {
                fit.TryAdd(KeyIdentity.Of(key), key);
            }
        }

        // Whoever reads the set has the private key of these, too: the entry beside them gives it, whatever its kid.
        foreach (var (identity, key) in fit.Where(key => known.Contains(key.Key.First)).ToArray())
        {
            leftOut.Add($"kid {key.Kid}: its private key is in the set, and known to everybody now");
            fit.Remove(identity);
        }

        // Which of two is meant, nobody can tell.
        var meanings = fit.ToLookup(key => key.Key.Meaning, key => key.Value);
        foreach (var several in meanings.Where(keys => keys.Count() > 1))
        {
            leftOut.Add($"kid {several.Key.KeyId}: different keys have this kid, kty, crv and alg");
        }

        var clear = meanings.Where(keys => keys.Count() == 1).Select(keys => keys.Single());
        return new IssuerKeys(clear.GroupBy(key => key.Kid).ToFrozenDictionary(keys => keys.Key, keys => keys.ToArray()), fetchedAt, leftOut);
    }

    private static JsonWebKey? Read(JsonElement entry, HashSet<string> known, List<string> leftOut)
    {
        JsonWebKey key;
        try
        {
            key = new JsonWebKey(entry.GetRawText());
        }
        catch (Exception e) when (e is ArgumentException or JsonException or InvalidOperationException)
        {
            leftOut.Add("one that is no JSON Web Key");
            return null;
        }

        if (KeyFitness.FaultOf(key) is not { } fault)
        {
            return key;
        }

        if (KeyFitness.IsPrivate(key) && KeyFitness.Decode(key.Kty == JsonWebAlgorithmsKeyTypes.RSA ? key.N : key.X) is { } number)
        {
            known.Add(KeyIdentity.NumberOf(number));
        }

        leftOut.Add($"kid {key.Kid ?? "-"}: {fault}");
        return null;
    }

    private readonly record struct KeyIdentity(string Id, string Kind, string Algorithm, string? Curve, string First, string Second)
    {
        // What a token can tell keys apart by.
        public (string KeyId, string Kind, string? Curve, string Algorithm) Meaning => (Id, Kind, Curve, Algorithm);

        // What belongs to another kind of key says nothing of this one, and nobody has looked whether it can be read.
        public static KeyIdentity Of(JsonWebKey key) => key.Kty == JsonWebAlgorithmsKeyTypes.RSA
            ? new(key.Kid, key.Kty, key.Alg ?? "", null, NumberOf(key.N), NumberOf(key.E))
            : new(key.Kid, key.Kty, key.Alg ?? "", key.Crv, NumberOf(key.X), NumberOf(key.Y));

        // Some write a zero byte before a number whose first bit is set; it stays the same number.
        public static string NumberOf(byte[] number) => Convert.ToHexString(number.AsSpan().TrimStart((byte)0));

        private static string NumberOf(string text) => NumberOf(Base64Url.DecodeFromChars(text));
    }
}
