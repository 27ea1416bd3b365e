using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Contract.Audit;

/// <summary>What the public and the private form of a C2SP signed-note key share: the name, the key id and the strict spelling.</summary>
internal static class NoteKey
{
    /// <summary>The signature type of Ed25519 in C2SP's signed-note.</summary>
    public const byte Ed25519Type = 1;

    public const int KeySize = 32;

    private const int MaxNameLength = 255;

    private static readonly SearchValues<char> Base64Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>Whether <paramref name="name"/> can be a key's name: not empty, no white space, no plus, no control character.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength && !name.Any(c => c == '+' || char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c));

    /// <summary>The key id: the first four bytes of SHA-256(name || 0x0A || type || public key).</summary>
    public static uint ComputeId(string name, ReadOnlySpan<byte> publicKey)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519Type, .. publicKey];
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(content));
    }

    /// <summary>Splits <c>name+id+base64(type || key)</c>; the name holds no plus, the base64 may.</summary>
    /// <exception cref="FormatException">It has another form.</exception>
    public static (string Name, uint Id, byte[] Key) Parse(string text)
    {
        var parts = text.Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || !IsKeyId(parts[1]))
        {
            throw new FormatException("A note key has the form name+id+key.");
        }

        var key = DecodeBase64(parts[2]);
        if (key is not { Length: KeySize + 1 } || key[0] != Ed25519Type)
        {
            throw new FormatException("The note key is not an Ed25519 key.");
        }

        return (parts[0], Convert.ToUInt32(parts[1], 16), key[1..]);
    }

    /// <summary>Writes <c>name+id+base64(type || key)</c>.</summary>
    public static string Format(string name, uint id, ReadOnlySpan<byte> key) =>
        $"{name}+{id:x8}+{Convert.ToBase64String([Ed25519Type, .. key])}";

    /// <summary>Decodes base64 that is spelled in the one canonical way; null where it is not.</summary>
    public static byte[]? DecodeBase64(string text)
    {
        if (text.Length == 0 || text.Length % 4 != 0 || text.AsSpan().ContainsAnyExcept(Base64Alphabet))
        {
            return null;
        }

        var bytes = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, bytes, out var written) && Convert.ToBase64String(bytes.AsSpan(0, written)) == text
            ? bytes[..written]
            : null;
    }

    private static bool IsKeyId(string id) => id.Length == 8 && id.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
