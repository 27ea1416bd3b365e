namespace Deployer.Artifacts.Archives;

/// <summary>Opens archives by the end of their names.</summary>
internal static class Archive
{
    /// <summary>The ends of names, in the order in which a source is asked for them.</summary>
    public static readonly IReadOnlyList<string> Extensions = [".tar.gz", ".zip"];

    /// <summary>Opens the archive in <paramref name="file"/>, which the reader then owns.</summary>
    /// <exception cref="UnsafeArchiveException">The archive is malformed or not allowed.</exception>
    public static IArchiveReader Open(string name, FileStream file, ArchiveLimits limits)
    {
        var budget = new ArchiveBudget(limits, file.Length);
        return name.EndsWith(".zip", StringComparison.Ordinal) ? new ZipReader(file, budget, limits.MaxEntries) : new TarReader(file, budget);
    }
}
