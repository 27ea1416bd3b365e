using System.Text;

namespace Gatekeeper.Hosting;

/// <summary>
/// Decodes a <c>Content-Length</c>. Kestrel reads "+4" as 4, and lets no one see how it was written; it does let an encoding say how a
/// header's bytes become text. What is not a plain number becomes text that is none, and Kestrel answers 400.
/// </summary>
internal sealed class StrictDigitsEncoding : Encoding
{
    /// <summary>The one instance.</summary>
    public static readonly StrictDigitsEncoding Instance = new();

    private const char NotADigit = 'x';

    /// <inheritdoc/>
    public override int GetByteCount(char[] chars, int index, int count) => count;

    /// <inheritdoc/>
    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        ASCII.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    /// <inheritdoc/>
    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    /// <inheritdoc/>
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var hasLeadingZero = byteCount > 1 && bytes[byteIndex] == (byte)'0';
        for (var i = 0; i < byteCount; i++)
        {
            var c = (char)bytes[byteIndex + i];
            chars[charIndex + i] = char.IsAsciiDigit(c) && !hasLeadingZero ? c : NotADigit;
        }

        return byteCount;
    }

    /// <inheritdoc/>
    public override int GetMaxByteCount(int charCount) => charCount;

    /// <inheritdoc/>
    public override int GetMaxCharCount(int byteCount) => byteCount;
}
