using System.Security.Cryptography;

namespace Gatectl.Dev;

/// <summary>EC P-256 keys in PEM files.</summary>
internal static class SigningKeys
{
    /// <summary>The key in <paramref name="file"/>, made there where it is missing.</summary>
    public static ECDsa Ensure(string file)
    {
        if (!File.Exists(file))
        {
            using var created = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            StateFiles.WriteSecret(file, created.ExportPkcs8PrivateKeyPem() + "\n");
        }

        var text = StateFiles.ReadSecret(file);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(text);
            return key;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidDataException($"{file} holds no private key.", exception);
        }
    }

    /// <summary>Makes the key pair that grants are signed and checked with.</summary>
    public static void EnsurePair(string privateFile, string publicFile)
    {
        using var key = Ensure(privateFile);
        StateFiles.Write(publicFile, key.ExportSubjectPublicKeyInfoPem() + "\n");
    }
}
