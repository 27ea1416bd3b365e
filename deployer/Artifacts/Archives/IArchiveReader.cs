namespace Deployer.Artifacts.Archives;

/// <summary>Reads the entries of an archive, one after the other.</summary>
internal interface IArchiveReader : IDisposable
{
    /// <value>Counts what is unpacked, and has the archive's limits.</value>
    ArchiveBudget Budget { get; }

    /// <summary>The next entry, or null after the last, when everything up to the archive's end has been found in order.</summary>
    /// <exception cref="UnsafeArchiveException">The archive is malformed or not allowed.</exception>
    ArchiveEntry? Next();
}
