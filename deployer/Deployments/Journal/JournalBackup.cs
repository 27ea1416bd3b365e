using Deployer.Storage;
using Gateway.Hosting.Posix;

namespace Deployer.Deployments.Journal;

/// <summary>Copies a journal as it is at one moment, also while it is written: what a copy of the file alone is not.</summary>
internal static class JournalBackup
{
    /// <summary>Makes a copy.</summary>
    /// <param name="journal">The database.</param>
    /// <param name="file">The copy, which must not be there yet.</param>
    /// <param name="output">Where what was done is told.</param>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    /// <exception cref="IOException">The copy cannot be written.</exception>
    public static void Run(string journal, string file, TextWriter output)
    {
        if (!File.Exists(journal))
        {
            throw new JournalUnavailableException($"There is no journal '{journal}'.");
        }

        Copy(journal, file);
        using var copy = new JournalDatabase(file).OpenForReading();
        var state = JournalState.Find(copy);
        output.WriteLine($"{file}: {copy.Scalar("SELECT COUNT(*) FROM deployments")} deployments, {state?.Mark.Describe() ?? "of an older program"}.");
    }

    /// <summary>Copies a database whole, with what is in the file beside it, for its owner alone and on stable storage.</summary>
    /// <exception cref="IOException">The copy is there already, or cannot be written.</exception>
    public static void Copy(string from, string to)
    {
        using (new FileStream(to, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
        }

        using (var source = new JournalDatabase(from).OpenForCopying())
        {
            source.Execute("VACUUM INTO $0", to);
        }

        using var written = File.OpenHandle(to, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(written);
        PosixFiles.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(to))!);
    }
}
