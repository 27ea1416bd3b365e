using System.Buffers.Text;
using System.Text;

namespace Gateway.Contract.Grants;

/// <summary>Signs grants with one key. Thread-safe.</summary>
public abstract class GrantSigner
{
    /// <summary>Creates a signer for <paramref name="keyId"/> and prepares the header, which is the same for all its grants.</summary>
    /// <exception cref="ArgumentException"><paramref name="keyId"/> is not 1 to 64 characters of the base64url alphabet.</exception>
    protected GrantSigner(GrantAlgorithm algorithm, string keyId)
    {
        if (!GrantCodec.IsKeyId(keyId))
        {
            throw new ArgumentException("A key id is 1 to 64 characters of the base64url alphabet.", nameof(keyId));
        }

        Algorithm = algorithm;
        KeyId = keyId;
        var name = algorithm == GrantAlgorithm.Es256 ? "ES256" : "HS256";
        var header = $$"""{"alg":"{{name}}","typ":"{{GrantFormat.TokenType}}","kid":"{{keyId}}"}""";
        EncodedHeader = [.. Base64Url.EncodeToUtf8(Encoding.ASCII.GetBytes(header)), (byte)'.'];
    }

    /// <value>What the header's <c>alg</c> says.</value>
    public GrantAlgorithm Algorithm { get; }

    /// <value>What the header's <c>kid</c> says.</value>
    public string KeyId { get; }

    /// <value>The length of a signature, in bytes.</value>
    public int SignatureSize => GrantCodec.SignatureSize(Algorithm);

    /// <value>The first part with its dot, in ASCII.</value>
    internal byte[] EncodedHeader { get; }

    /// <summary>Writes the signature of <paramref name="signingInput"/> into <paramref name="signature"/>, which has <see cref="SignatureSize"/> bytes.</summary>
    public abstract void Sign(ReadOnlySpan<byte> signingInput, Span<byte> signature);
}
