using Gateway.Contract.Hashing;

namespace Gateway.Contract.Grants;

/// <summary>Authenticates the grants of reading calls with a session key (HS256).</summary>
public sealed class HmacGrantSigner : GrantSigner
{
    /// <summary>The length of a session key, in bytes.</summary>
    public const int KeySize = 32;

    private const int BlockSize = 64;

    // HMAC as RFC 2104, section 2, has it: the key, padded to a block and combined with each of the two constants, is made once. The
    // platform's own one-shot HMAC sets all of this up for every call, which costs more than the rest of a grant.
    private readonly byte[] _innerPad = new byte[BlockSize];
    private readonly byte[] _outerPad = new byte[BlockSize];

    /// <summary>Creates a signer that keeps <paramref name="key"/> in its padded forms.</summary>
    /// <exception cref="ArgumentException">The key has not <see cref="KeySize"/> bytes.</exception>
    public HmacGrantSigner(string keyId, ReadOnlySpan<byte> key)
        : base(GrantAlgorithm.Hs256, keyId)
    {
        if (key.Length != KeySize)
        {
            throw new ArgumentException($"A session key has {KeySize} bytes.", nameof(key));
        }

        for (var i = 0; i < BlockSize; i++)
        {
            var part = i < KeySize ? key[i] : (byte)0;
            _innerPad[i] = (byte)(part ^ 0x36);
            _outerPad[i] = (byte)(part ^ 0x5C);
        }
    }

    /// <inheritdoc/>
    public override void Sign(ReadOnlySpan<byte> signingInput, Span<byte> signature)
    {
        Span<byte> inner = stackalloc byte[Sha256Digest.Size];
        Sha256Digest.Compute(_innerPad, signingInput, inner);
        Sha256Digest.Compute(_outerPad, inner, signature);
    }
}
