using System.Security.Cryptography;

namespace Gateway.Contract.Grants;

/// <summary>Signs the grants of changing calls with the gatekeeper's P-256 key (ES256).</summary>
public sealed class EcdsaGrantSigner : GrantSigner
{
    private readonly ECDsa _key;

    /// <summary>Creates a signer. The key id is the key's JWK thumbprint (RFC 7638); the signer does not own the key.</summary>
    /// <exception cref="ArgumentException">The key is not on P-256.</exception>
    public EcdsaGrantSigner(ECDsa key)
        : base(GrantAlgorithm.Es256, JwkThumbprint.Compute(key)) => _key = key;

    /// <value>The key's public half, with which its grants are checked.</value>
    public ECParameters PublicKey => _key.ExportParameters(includePrivateParameters: false);

    /// <inheritdoc/>
    public override void Sign(ReadOnlySpan<byte> signingInput, Span<byte> signature)
    {
        if (!_key.TrySignData(signingInput, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation, out var written)
            || written != SignatureSize)
        {
            throw new CryptographicException("The signing key did not give an ES256 signature.");
        }
    }
}
