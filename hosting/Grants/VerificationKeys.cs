using System.Collections.Frozen;
using System.Security.Cryptography;
using Gateway.Contract.Grants;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Gateway.Hosting.Grants;

/// <summary>Public keys of gatekeepers, by their JWK thumbprints. Whoever has these alone can check grants, and write none. Thread-safe.</summary>
public sealed class VerificationKeys
{
    private const int MaxFileBytes = 16 * 1024;

    private readonly FrozenDictionary<string, ECDsa> _keys;

    private VerificationKeys(FrozenDictionary<string, ECDsa> keys) => _keys = keys;

    /// <summary>Reads the configured files.</summary>
    /// <param name="key">The key of the configuration that names the files.</param>
    /// <param name="files">PEM files with one public key each.</param>
    /// <param name="own">A key that is known without a file, which may be among the files, too; null for none.</param>
    /// <exception cref="ConfigurationException">A file is not a P-256 public key in PEM, or a key is given twice.</exception>
    public static VerificationKeys Load(string key, IReadOnlyList<string> files, ECParameters? own = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        var keys = new Dictionary<string, ECDsa>(StringComparer.Ordinal);
        for (var i = 0; i < files.Count; i++)
        {
            var read = Read($"{key}:{i}", files[i]);
            if (!keys.TryAdd(JwkThumbprint.Compute(read), read))
            {
                throw new ConfigurationException($"The keys '{key}' hold one key twice: '{files[i]}' is the same as one before it.");
            }
        }

        if (own is { } parameters)
        {
            var known = ECDsa.Create(parameters);
            keys.TryAdd(JwkThumbprint.Compute(known), known);
        }

        return new(keys.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>Whether <paramref name="signature"/> (r and s, 64 bytes) is the key's over <paramref name="data"/>.</summary>
    public bool Verify(string keyId, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (!_keys.TryGetValue(keyId, out var key))
        {
            return false;
        }

        // One instance must not be used by two threads at once.
        lock (key)
        {
            return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    private static ECDsa Read(string key, string file)
    {
        var ecdsa = ECDsa.Create();
        try
        {
            var pem = SmallFile.ReadText(file, MaxFileBytes);
            if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] != "PUBLIC KEY")
            {
                throw new ConfigurationException($"The key '{key}' holds '{file}'; valid is a PEM file with one public key.");
            }

            ecdsa.ImportFromPem(pem);
            _ = JwkThumbprint.Compute(ecdsa);
            return ecdsa;
        }
        catch (Exception e) when (e is IOException or ArgumentException or CryptographicException)
        {
            ecdsa.Dispose();
            throw new ConfigurationException($"The key '{key}' holds '{file}'; valid is a PEM file with a P-256 public key. {e.Message}");
        }
    }
}
