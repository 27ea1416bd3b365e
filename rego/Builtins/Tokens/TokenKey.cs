using System.Security.Cryptography;
using NSec.Cryptography;

namespace Rego.Builtins.Tokens;

/// <summary>A key to verify or to sign with; one of its kinds is set. Immutable, safe to share.</summary>
internal sealed record TokenKey
{
    internal string Algorithm { get; init; } = string.Empty;

    internal string KeyId { get; init; } = string.Empty;

    internal RSAParameters? Rsa { get; init; }

    internal ECParameters? Ec { get; init; }

    /// <summary>The public key of Ed25519, 32 bytes.</summary>
    internal byte[]? Ed25519 { get; init; }

    /// <summary>The private key of Ed25519, 32 bytes.</summary>
    internal byte[]? Ed25519Private { get; init; }

    /// <summary>A shared secret.</summary>
    internal byte[]? Secret { get; init; }

    /// <summary>Whether the signature is right; false too where the key does not fit the algorithm.</summary>
    internal bool Verify(TokenAlgorithm algorithm, byte[] input, byte[] signature)
    {
        try
        {
            return algorithm.Family switch
            {
                "HS" => Secret is not null && CryptographicOperations.FixedTimeEquals(Mac(algorithm.Hash, Secret, input), signature),
                "RS" => VerifyRsa(input, signature, algorithm.Hash, RSASignaturePadding.Pkcs1),
                "PS" => VerifyRsa(input, signature, algorithm.Hash, RSASignaturePadding.Pss),
                "ES" => VerifyEc(input, signature, algorithm.Hash),
                _ => VerifyEd25519(input, signature),
            };
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>A signature.</summary>
    /// <exception cref="TokenException">The key does not fit the algorithm.</exception>
    internal byte[] Sign(TokenAlgorithm algorithm, byte[] input)
    {
        try
        {
            return algorithm.Family switch
            {
                "HS" when Secret is not null => Mac(algorithm.Hash, Secret, input),
                "RS" when Rsa is { D: not null } rsa => SignRsa(rsa, input, algorithm.Hash, RSASignaturePadding.Pkcs1),
                "PS" when Rsa is { D: not null } rsa => SignRsa(rsa, input, algorithm.Hash, RSASignaturePadding.Pss),
                "ES" when Ec is { D: not null } ec => SignEc(ec, input, algorithm.Hash),
                "EdDSA" when Ed25519Private is not null => SignEd25519(input),
                _ => throw new TokenException("the key does not fit the algorithm"),
            };
        }
        catch (CryptographicException e)
        {
            throw new TokenException(e.Message);
        }
    }

    internal static byte[] Mac(HashAlgorithmName hash, byte[] key, byte[] input) =>
        hash == HashAlgorithmName.SHA256 ? HMACSHA256.HashData(key, input)
        : hash == HashAlgorithmName.SHA384 ? HMACSHA384.HashData(key, input)
        : HMACSHA512.HashData(key, input);

    private bool VerifyRsa(byte[] input, byte[] signature, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        if (Rsa is not { } parameters)
        {
            return false;
        }

        using var rsa = RSA.Create(new RSAParameters { Modulus = parameters.Modulus, Exponent = parameters.Exponent });
        return rsa.VerifyData(input, signature, hash, padding);
    }

    private bool VerifyEc(byte[] input, byte[] signature, HashAlgorithmName hash)
    {
        if (Ec is not { } parameters)
        {
            return false;
        }

        using var ec = ECDsa.Create(new ECParameters { Curve = parameters.Curve, Q = parameters.Q });
        return ec.VerifyData(input, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private bool VerifyEd25519(byte[] input, byte[] signature) =>
        Ed25519 is not null
        && signature.Length == SignatureAlgorithm.Ed25519.SignatureSize
        && PublicKey.TryImport(SignatureAlgorithm.Ed25519, Ed25519, KeyBlobFormat.RawPublicKey, out var key)
        && SignatureAlgorithm.Ed25519.Verify(key!, input, signature);

    private static byte[] SignRsa(RSAParameters parameters, byte[] input, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        using var rsa = RSA.Create(parameters);
        return rsa.SignData(input, hash, padding);
    }

    private static byte[] SignEc(ECParameters parameters, byte[] input, HashAlgorithmName hash)
    {
        using var ec = ECDsa.Create(parameters);
        return ec.SignData(input, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private byte[] SignEd25519(byte[] input)
    {
        using var key = Key.Import(SignatureAlgorithm.Ed25519, Ed25519Private, KeyBlobFormat.RawPrivateKey);
        return SignatureAlgorithm.Ed25519.Sign(key, input);
    }
}
