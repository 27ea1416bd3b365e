using Rego.Loading;

namespace Gateway.Hosting.Revisions.Directories;

/// <summary>Reads a directory as it stood at one moment.</summary>
internal static class DirectorySnapshot
{
    /// <summary>Reads what a scan found, and makes sure that the directory is still the same.</summary>
    /// <returns>The files; null where anything changed meanwhile.</returns>
    /// <exception cref="RevisionRefusedException">Something there cannot be part of a revision, or cannot be read.</exception>
    public static IReadOnlyList<PolicyFile>? TryRead(string directory, DirectoryScan scan)
    {
        if (scan.Faults.Count > 0)
        {
            throw new RevisionRefusedException(scan.Faults);
        }

        try
        {
            var files = DirectoryReader.Read(scan);
            return DirectoryScanner.Scan(directory).Stamp == scan.Stamp ? files : null;
        }
        catch (DirectoryChangedException)
        {
            return null;
        }
        catch (IOException e)
        {
            // A file that could not be opened or read for want of what the machine has may be read later, without having changed.
            throw new RevisionRefusedException([e.Message], isPassing: true);
        }
    }
}
