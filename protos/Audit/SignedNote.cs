using System.Buffers.Binary;
using System.Text;

namespace Gateway.Contract.Audit;

/// <summary>Text with signatures below it, in the form of C2SP signed-note: the text, an empty line, one line a signature.</summary>
public static class SignedNote
{
    /// <summary>The longest note, in bytes.</summary>
    public const int MaxLength = 64 * 1024;

    internal const string SignaturePrefix = "\u2014 ";

    private const int MaxSignatures = 100;
    private const int KeyIdSize = 4;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Signs <paramref name="text"/>, which must end with a newline.</summary>
    /// <exception cref="ArgumentException">The text is empty, does not end with a newline, or holds other control characters.</exception>
    public static byte[] Sign(string text, NoteSignerKey key)
    {
        if (!IsText(text))
        {
            throw new ArgumentException("A note's text ends with a newline and holds no other control character.", nameof(text));
        }

        var signature = new byte[KeyIdSize + 64];
        BinaryPrimitives.WriteUInt32BigEndian(signature, key.VerifierKey.Id);
        key.Sign(StrictUtf8.GetBytes(text)).CopyTo(signature, KeyIdSize);
        return StrictUtf8.GetBytes($"{text}\n{SignaturePrefix}{key.VerifierKey.Name} {Convert.ToBase64String(signature)}\n");
    }

    /// <summary>Returns the text of <paramref name="note"/>, where it is well-formed and signed by <paramref name="key"/>.</summary>
    /// <param name="note">The note, from its first byte to its last.</param>
    /// <param name="key">The key that must have signed it; signatures of other keys are not looked at.</param>
    /// <exception cref="FormatException">It is malformed, or the key has not signed it, or its signature does not hold.</exception>
    public static string Open(ReadOnlySpan<byte> note, NoteVerifierKey key)
    {
        var (text, signatures) = Split(note);
        RequireSignature(text, signatures, key);
        return text;
    }

    /// <summary>The text of a well-formed note, whoever signed it.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    internal static string TextOf(ReadOnlySpan<byte> note) => Split(note).Text;

    private static (string Text, string[] Signatures) Split(ReadOnlySpan<byte> note)
    {
        var whole = Decode(note);
        var split = whole.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || split + 2 >= whole.Length || whole[^1] != '\n')
        {
            throw new FormatException("The note has no signatures below an empty line, or its last line does not end.");
        }

        var text = whole[..(split + 1)];
        var lines = whole[(split + 2)..^1].Split('\n');
        return IsText(text) && lines.Length <= MaxSignatures
            ? (text, lines)
            : throw new FormatException("The note's text is malformed, or it has too many signatures.");
    }

    private static void RequireSignature(string text, string[] lines, NoteVerifierKey key)
    {
        var isSigned = false;
        foreach (var line in lines)
        {
            (var name, var id, var signature) = ParseSignature(line);
            if (name != key.Name || id != key.Id)
            {
                continue;
            }

            isSigned = signature.Length == 64 && key.Verify(StrictUtf8.GetBytes(text), signature)
                ? true
                : throw new FormatException($"The signature of {key.Name} does not hold.");
        }

        if (!isSigned)
        {
            throw new FormatException($"The note is not signed by {key.Name} with key {key.Id:x8}.");
        }
    }

    private static (string Name, uint Id, byte[] Signature) ParseSignature(string line)
    {
        var parts = line.StartsWith(SignaturePrefix, StringComparison.Ordinal) ? line[SignaturePrefix.Length..].Split(' ') : [];
        var bytes = parts.Length == 2 && NoteKey.IsName(parts[0]) ? NoteKey.DecodeBase64(parts[1]) : null;
        return bytes is { Length: > KeyIdSize }
            ? (parts[0], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[KeyIdSize..])
            : throw new FormatException("A signature line of the note is malformed.");
    }

    private static string Decode(ReadOnlySpan<byte> note)
    {
        if (note.IsEmpty || note.Length > MaxLength)
        {
            throw new FormatException($"A note has 1 to {MaxLength} bytes.");
        }

        try
        {
            return StrictUtf8.GetString(note);
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException("The note is not UTF-8.", e);
        }
    }

    private static bool IsText(string text) => text.Length > 0 && text[^1] == '\n' && !text.Any(c => c < ' ' && c != '\n');
}
