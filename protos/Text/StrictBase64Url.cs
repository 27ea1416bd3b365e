using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Contract.Text;

/// <summary>
/// Base64url (RFC 4648, section 5) in its one canonical spelling. The framework's decoder forgives padding, white space and stray
/// bits in the last character; what is signed must have one spelling only.
/// </summary>
public static class StrictBase64Url
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Decodes <paramref name="text"/>; <c>false</c> where it is empty or has another spelling.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.IsEmpty || text.Length % 4 == 1 || text.ContainsAnyExcept(Alphabet) || HasStrayBits(text))
        {
            return false;
        }

        var decoded = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.TryDecodeFromChars(text, decoded, out var written) || written != decoded.Length)
        {
            return false;
        }

        bytes = decoded;
        return true;
    }

    private static bool HasStrayBits(ReadOnlySpan<char> text)
    {
        var unused = (text.Length % 4) switch { 2 => 0b1111, 3 => 0b11, _ => 0 };
        return (Value(text[^1]) & unused) != 0;
    }

    private static int Value(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '-' => 62,
        _ => 63,
    };
}
