namespace Deployer.Artifacts.Archives;

/// <summary>Reads the entries of an archive, one after the other.</summary>
internal interface IArchiveReader : IDisposable
{
    /// <summary>The next entry, or null after the last, when everything up to the archive's end has been found in order.</summary>
    /// <exception cref="UnsafeArchiveException">The archive is malformed or not allowed.</exception>
    ArchiveEntry? Next();
}
