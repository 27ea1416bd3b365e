namespace Deployer.Artifacts.Archives;

/// <summary>Reads the entries of an archive with every name and link held against the rules, whatever is done with them.</summary>
internal static class SafeEntries
{
    /// <summary>
    /// The entries in their order, each with the segments of its path below the root: no name comes twice or differs only by case, nothing lies
    /// below a file or a link, and no link leaves the root.
    /// </summary>
    /// <param name="archive">Its entries. A file's content is to be read to its end before the next entry.</param>
    /// <param name="makeDirectory">Called with the path of each directory that is new, parents first, before the entry that it is for.</param>
    /// <exception cref="UnsafeArchiveException">The archive is malformed or not allowed.</exception>
    public static IEnumerable<(string[] Segments, ArchiveEntry Entry)> Read(IArchiveReader archive, Action<string> makeDirectory)
    {
        var index = new ExtractionIndex();
        while (archive.Next() is { } entry)
        {
            var segments = ArchivePath.Parse(entry.Name);
            if (segments.Length == 0 && entry.Type != ArchiveEntryType.Directory)
            {
                throw new UnsafeArchiveException("The archive's root is not a directory.");
            }

            index.Add(segments, entry.Type, makeDirectory);
            if (entry.Type == ArchiveEntryType.SymbolicLink)
            {
                ArchivePath.CheckLinkTarget(entry.LinkTarget, segments.Length - 1);
            }

            yield return (segments, entry);
        }
    }
}
