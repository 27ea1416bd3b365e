using Deployer.Artifacts.Archives;

namespace Deployer.Tests.Support;

/// <summary>An artifact in memory, for whoever is given a function that opens one.</summary>
internal static class TestArchive
{
    /// <summary>Opens a gzipped tar archive.</summary>
    public static IArchiveReader Open(byte[] archive, TestDirectory directory)
    {
        var path = directory.Combine("artifact-" + Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, archive);
        var file = File.OpenRead(path);
        return new TarReader(file, new ArchiveBudget(new ArchiveLimits(100, 1 << 20, 100), file.Length));
    }

    /// <summary>Opens one whose reading breaks off after its first entry, as where the program is killed.</summary>
    public static IArchiveReader OpenBroken(byte[] archive, TestDirectory directory) => new BrokenReader(Open(archive, directory));

    private sealed class BrokenReader(IArchiveReader inner) : IArchiveReader
    {
        private bool _hasRead;

        public ArchiveEntry? Next()
        {
            if (_hasRead)
            {
                throw new IOException("The reading breaks off.");
            }

            _hasRead = true;
            return inner.Next();
        }

        public ArchiveBudget Budget => inner.Budget;

        public void Dispose() => inner.Dispose();
    }
}
