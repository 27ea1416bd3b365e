using System.Globalization;
using Gatectl.CommandLine;
using Gateway.Contract.Audit;

namespace Gatectl.Audit;

/// <summary>
/// How far a log was followed, in a file: the number of the next record, and the leaf hash of the one before it, by which another log of the
/// same name is told from this one. Written after the delivery: a record comes at least once.
/// </summary>
/// <param name="Next">The number of the next record.</param>
/// <param name="LastHash">The leaf hash of the one before; empty where it is not known.</param>
internal sealed record FollowCursor(long Next, byte[] LastHash)
{
    private const int MaxFileBytes = 128;

    /// <summary>Reads it; the beginning where there is no file.</summary>
    /// <exception cref="CommandFailure">It is none.</exception>
    public static FollowCursor Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return new FollowCursor(0, []);
        }

        var parts = file.Length <= MaxFileBytes ? File.ReadAllText(path).Trim().Split(' ') : [];
        return parts.Length is 1 or 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var next)
            && (parts.Length == 1 || (parts[1].Length == 2 * MerkleHash.Size && parts[1].All(char.IsAsciiHexDigit)))
            ? new FollowCursor(next, parts.Length == 1 ? [] : Convert.FromHexString(parts[1]))
            : throw CommandFailure.Usage($"{path} is no cursor: it holds the number of a record, and the hash of the one before.");
    }

    public static void Write(string path, long next, ReadOnlySpan<byte> lastHash)
    {
        File.WriteAllText(path + ".new", string.Create(CultureInfo.InvariantCulture, $"{next} {Convert.ToHexStringLower(lastHash)}").TrimEnd() + "\n");
        File.Move(path + ".new", path, overwrite: true);
    }
}
