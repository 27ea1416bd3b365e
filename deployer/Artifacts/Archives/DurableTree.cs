using Gateway.Hosting.Posix;

namespace Deployer.Artifacts.Archives;

/// <summary>Makes an unpacked tree durable: few files one by one, many by one call for the whole file system.</summary>
internal static class DurableTree
{
    /// <summary>Up to so many files are made durable one by one, as they are written.</summary>
    public const int MaxSyncedOneByOne = 256;

    /// <summary>Makes the directories durable, and the files where they are not yet.</summary>
    /// <exception cref="IOException">The file system refuses.</exception>
    public static void Sync(string root, List<string> directories, int files)
    {
        if (files > MaxSyncedOneByOne || directories.Count > MaxSyncedOneByOne)
        {
            PosixFiles.SyncFileSystem(root);
            return;
        }

        directories.ForEach(PosixFiles.SyncDirectory);
        PosixFiles.SyncDirectory(root);
    }
}
