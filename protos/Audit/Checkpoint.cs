using System.Globalization;

namespace Gateway.Contract.Audit;

/// <summary>The signed statement of a log's size and root (C2SP tlog-checkpoint).</summary>
/// <param name="Origin">The log's name, which is the name of its key.</param>
/// <param name="Size">The number of records.</param>
/// <param name="Root">The RFC 6962 root of their tree, 32 bytes.</param>
public sealed record Checkpoint(string Origin, long Size, ReadOnlyMemory<byte> Root)
{
    /// <value>Extension lines, which we do not write.</value>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>Signs a checkpoint of the log that <paramref name="key"/> is named for.</summary>
    public static byte[] Sign(long size, ReadOnlySpan<byte> root, NoteSignerKey key) =>
        SignedNote.Sign($"{key.VerifierKey.Name}\n{size.ToString(CultureInfo.InvariantCulture)}\n{Convert.ToBase64String(root)}\n", key);

    /// <summary>Reads a checkpoint that is signed by <paramref name="key"/> for the log of that name.</summary>
    /// <exception cref="FormatException">The note or the checkpoint in it is malformed, not signed by that key, or of another log.</exception>
    public static Checkpoint Open(ReadOnlySpan<byte> note, NoteVerifierKey key)
    {
        var checkpoint = Parse(SignedNote.Open(note, key));
        return checkpoint.Origin == key.Name
            ? checkpoint
            : throw new FormatException($"The checkpoint is of the log {checkpoint.Origin}, not of {key.Name}.");
    }

    /// <summary>Reads a checkpoint whose signature somebody else verifies.</summary>
    /// <exception cref="FormatException">The note or the checkpoint in it is malformed.</exception>
    internal static Checkpoint ReadUnverified(ReadOnlySpan<byte> note) => Parse(SignedNote.TextOf(note));

    private static Checkpoint Parse(string text)
    {
        var lines = text[..^1].Split('\n');
        if (lines.Length < 3 || Array.Exists(lines, line => line.Length == 0))
        {
            throw new FormatException("A checkpoint has an origin, a size and a root, and no empty line.");
        }

        var root = NoteKey.DecodeBase64(lines[2]);
        if (!TryParseSize(lines[1], out var size) || root is not { Length: MerkleHash.Size })
        {
            throw new FormatException("The checkpoint's size or root is malformed.");
        }

        return new Checkpoint(lines[0], size, root) { Extensions = lines[3..] };
    }

    private static bool TryParseSize(string text, out long size) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && (text == "0" || text[0] != '0');
}
