using System.Security.Cryptography;

namespace Deploy.Grants;

/// <summary>Authenticates the grants of reading calls with a session key (HS256).</summary>
public sealed class HmacGrantSigner : GrantSigner
{
    /// <summary>The length of a session key, in bytes.</summary>
    public const int KeySize = 32;

    private readonly byte[] _key;

    /// <summary>Creates a signer that keeps a copy of <paramref name="key"/>.</summary>
    /// <exception cref="ArgumentException">The key has not <see cref="KeySize"/> bytes.</exception>
    public HmacGrantSigner(string keyId, ReadOnlySpan<byte> key)
        : base(GrantAlgorithm.Hs256, keyId)
    {
        if (key.Length != KeySize)
        {
            throw new ArgumentException($"A session key has {KeySize} bytes.", nameof(key));
        }

        _key = key.ToArray();
    }

    /// <inheritdoc/>
    public override void Sign(ReadOnlySpan<byte> signingInput, Span<byte> signature) =>
        HMACSHA256.HashData(_key, signingInput, signature);
}
