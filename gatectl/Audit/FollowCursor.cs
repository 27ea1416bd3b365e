using System.Globalization;
using Gatectl.CommandLine;

namespace Gatectl.Audit;

/// <summary>How far a log was followed: the number of the next record, in a file. Written after the delivery: a record comes at least once.</summary>
internal static class FollowCursor
{
    private const int MaxFileBytes = 64;

    /// <summary>Reads it; 0 where there is no file.</summary>
    /// <exception cref="CommandFailure">It is none.</exception>
    public static long Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return 0;
        }

        return file.Length <= MaxFileBytes && long.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var next)
            ? next
            : throw CommandFailure.Usage($"{path} is no cursor: it holds the number of a record.");
    }

    public static void Write(string path, long next)
    {
        File.WriteAllText(path + ".new", next.ToString(CultureInfo.InvariantCulture) + "\n");
        File.Move(path + ".new", path, overwrite: true);
    }
}
