namespace Deployer.Artifacts.Archives;

/// <summary>What an archive may hold. Devices, FIFOs and sparse files have no value here: readers refuse them.</summary>
internal enum ArchiveEntryType
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,

    /// <summary>One more name for a file that came before: unpacked as a copy of it.</summary>
    HardLink,
}
