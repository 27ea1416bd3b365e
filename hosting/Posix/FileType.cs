namespace Gateway.Hosting.Posix;

/// <summary>The types of file that matter here.</summary>
public enum FileType
{
    /// <summary>A FIFO, a device, a socket or something newer.</summary>
    Special,

    /// <summary>A regular file.</summary>
    Regular,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,

    /// <summary>A Unix socket.</summary>
    Socket,
}
