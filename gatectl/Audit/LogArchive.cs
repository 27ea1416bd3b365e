using Gatectl.CommandLine;
using Gateway.Contract.Audit;

namespace Gatectl.Audit;

/// <summary>A directory to which segments of one log were moved. It says in the file <c>origin</c> of which.</summary>
/// <param name="Directory">Where it is.</param>
/// <param name="Origin">The log's name.</param>
internal sealed record LogArchive(string Directory, string Origin)
{
    private const string OriginFile = "origin";
    private const int MaxOriginBytes = 1024;

    /// <summary>Opens an archive.</summary>
    /// <exception cref="CommandFailure">It is none.</exception>
    public static LogArchive Open(string directory)
    {
        var file = new FileInfo(Path.Combine(directory, OriginFile));
        return file is { Exists: true, Length: <= MaxOriginBytes }
            ? new LogArchive(directory, File.ReadAllText(file.FullName).Trim())
            : throw CommandFailure.Usage($"{directory} is no archive that 'gatectl audit archive' made: it does not say of which log it is.");
    }

    /// <summary>Opens an archive of a log, or begins one.</summary>
    /// <exception cref="CommandFailure">It is another log's, or the directory of a log.</exception>
    public static LogArchive OpenOrBegin(string directory, string origin)
    {
        // The log's own directory, by whatever path: what was moved there would be removed from it.
        if (File.Exists(Path.Combine(directory, LogLayout.CheckpointFile)))
        {
            throw CommandFailure.Usage($"{directory} is the directory of a log; an archive has one of its own.");
        }

        if (!File.Exists(Path.Combine(directory, OriginFile)))
        {
            System.IO.Directory.CreateDirectory(directory);
            File.WriteAllText(Path.Combine(directory, OriginFile), origin + "\n");
        }

        var archive = Open(directory);
        return archive.Origin == origin ? archive : throw CommandFailure.Usage($"{directory} is the archive of {archive.Origin}, not of {origin}.");
    }

    /// <summary>Whether records of a log were moved, and not all to archives that are at hand.</summary>
    public static bool IsMissing(string log, IReadOnlyList<string> archives) =>
        ArchivedSegments.CountRecords(log) > 0 && LogLayout.FindSegments(log, archives) is not [{ FirstSequence: 0 }, ..];
}
