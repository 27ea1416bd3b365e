namespace Gateway.Hosting.Revisions.Directories;

/// <summary>The bounds of a directory of policies. Whoever writes there is trusted with rights, not with the machine.</summary>
internal static class DirectoryLimits
{
    /// <summary>The most directories, links and files that are looked at.</summary>
    public const int MaxEntries = 50_000;

    /// <summary>The deepest nesting of directories.</summary>
    public const int MaxDepth = 32;

    /// <summary>The most files of one revision.</summary>
    public const int MaxFiles = 10_000;

    /// <summary>The largest file, in bytes.</summary>
    public const long MaxFileBytes = 256L << 20;

    /// <summary>The most that all files have together, in bytes.</summary>
    public const long MaxTotalBytes = 512L << 20;

    /// <summary>After how many faults no more are told.</summary>
    public const int MaxFaults = 50;
}
