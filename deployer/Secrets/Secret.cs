using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Deployer.Secrets;

/// <summary>
/// A secret value in memory that the collector does not move, so that wiping it leaves no copy. It shows itself to nobody by
/// accident: as text and as JSON it is <c>[secret]</c>.
/// </summary>
[JsonConverter(typeof(SecretJsonConverter))]
internal sealed class Secret : IDisposable
{
    /// <summary>What is shown in the value's place.</summary>
    public const string Redacted = "[secret]";

    private readonly byte[] _value;
    private bool _isWiped;

    private Secret(int length) => _value = GC.AllocateUninitializedArray<byte>(length, pinned: true);

    /// <summary>A secret with a copy of <paramref name="value"/>; wiping the original is the caller's.</summary>
    public static Secret From(ReadOnlySpan<byte> value)
    {
        var secret = new Secret(value.Length);
        value.CopyTo(secret._value);
        return secret;
    }

    /// <summary>A secret that <paramref name="cipher"/> decrypts straight into its place.</summary>
    /// <exception cref="AuthenticationTagMismatchException">The cipher text is not what was stored.</exception>
    public static Secret Decrypt(AesGcm cipher, byte[] nonce, byte[] ciphertext, byte[] tag, byte[] associatedData)
    {
        var secret = new Secret(ciphertext.Length);
        cipher.Decrypt(nonce, ciphertext, tag, secret._value, associatedData);
        return secret;
    }

    /// <summary>The value itself. Do not copy it.</summary>
    /// <exception cref="ObjectDisposedException">It is wiped.</exception>
    public ReadOnlySpan<byte> Reveal()
    {
        ObjectDisposedException.ThrowIf(_isWiped, this);
        return _value;
    }

    /// <summary>Wipes the value.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_value);
        _isWiped = true;
    }

    /// <inheritdoc/>
    public override string ToString() => Redacted;
}
