using System.Collections.Frozen;
using System.Security.Cryptography;
using Gateway.Contract.Grants;
using Gateway.Hosting.Settings;

namespace Deployer.Grants;

/// <summary>The public keys of the gatekeepers, by their JWK thumbprints. The deployer has no private half: it cannot write its own grants.</summary>
internal sealed class VerificationKeys
{
    private const int MaxFileBytes = 16 * 1024;

    private readonly FrozenDictionary<string, ECDsa> _keys;

    private VerificationKeys(IEnumerable<ECDsa> keys) => _keys = keys.ToFrozenDictionary(JwkThumbprint.Compute, StringComparer.Ordinal);

    /// <summary>Reads the configured files.</summary>
    /// <exception cref="ConfigurationException">A file is not a P-256 public key in PEM, or a key is given twice.</exception>
    public static VerificationKeys Load(IReadOnlyList<string> files)
    {
        try
        {
            return new(files.Select((file, i) => Read($"Deployer:Grants:PublicKeyFiles:{i}", file)).ToList());
        }
        catch (ArgumentException e)
        {
            throw new ConfigurationException($"The keys 'Deployer:Grants:PublicKeyFiles' hold one key twice: {e.Message}");
        }
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
            var info = new FileInfo(file);
            var pem = info.Length <= MaxFileBytes ? File.ReadAllText(file) : "";
            if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] != "PUBLIC KEY")
            {
                throw new ConfigurationException($"The key '{key}' holds '{file}'; valid is a PEM file with one public key.");
            }

            ecdsa.ImportFromPem(pem);
            _ = JwkThumbprint.Compute(ecdsa);
            return ecdsa;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            ecdsa.Dispose();
            throw new ConfigurationException($"The key '{key}' holds '{file}'; valid is a PEM file with a P-256 public key. {e.Message}");
        }
    }
}
