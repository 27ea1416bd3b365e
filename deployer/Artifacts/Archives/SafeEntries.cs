namespace Deployer.Artifacts.Archives;

/// <summary>Reads the entries of an archive with every name and link held against the rules, whatever is done with them. Each refusal names its entry.</summary>
internal static class SafeEntries
{
    /// <summary>
    /// The entries in their order, each with the segments of its path below the root: no name comes twice or, unless that is allowed, differs only
    /// by case, nothing lies below a file or a link, and no link leaves the root. A hard link's target is the path of a file that came before. There
    /// is a file at least.
    /// </summary>
    /// <param name="archive">Its entries. A file's content is to be read to its end before the next entry.</param>
    /// <param name="makeDirectory">Called with the path of each directory that is new, parents first, before the entry that it is for.</param>
    /// <exception cref="UnsafeArchiveException">The archive is malformed or not allowed.</exception>
    public static IEnumerable<(string[] Segments, ArchiveEntry Entry)> Read(IArchiveReader archive, Action<string> makeDirectory)
    {
        var index = new ExtractionIndex(archive.Budget.AllowsCaseVariants);
        string? last = null;
        while (Next(archive, last) is { } entry)
        {
            last = entry.Name;
            yield return Check(archive, index, entry, makeDirectory);
        }

        if (!index.HasFile)
        {
            throw new UnsafeArchiveException("The archive holds no file: there would be nothing to deploy.");
        }
    }

    private static ArchiveEntry? Next(IArchiveReader archive, string? last)
    {
        try
        {
            return archive.Next();
        }
        catch (UnsafeArchiveException e)
        {
            throw e.Behind(last);
        }
    }

    private static (string[] Segments, ArchiveEntry Entry) Check(IArchiveReader archive, ExtractionIndex index, ArchiveEntry entry, Action<string> makeDirectory)
    {
        try
        {
            var segments = ArchivePath.Parse(entry.Name);
            if (segments.Length == 0 && entry.Type != ArchiveEntryType.Directory)
            {
                throw new UnsafeArchiveException("The archive's root is not a directory.");
            }

            var known = entry.Type switch
            {
                ArchiveEntryType.HardLink => Resolve(archive, index, entry),
                ArchiveEntryType.File => entry with { Content = new EntryStream(entry.Content, entry.Name) },
                _ => entry,
            };
            index.Add(segments, known, makeDirectory);
            if (entry.Type == ArchiveEntryType.SymbolicLink)
            {
                ArchivePath.CheckLinkTarget(entry.LinkTarget, segments.Length - 1);
            }

            return (segments, known);
        }
        catch (UnsafeArchiveException e)
        {
            throw e.In(entry.Name);
        }
    }

    // The copy counts as if the archive held it twice: a small archive must not become many large files.
    private static ArchiveEntry Resolve(IArchiveReader archive, ExtractionIndex index, ArchiveEntry entry)
    {
        var path = string.Join('/', ArchivePath.Parse(entry.LinkTarget));
        var file = index.FindFile(path) ?? throw new UnsafeArchiveException("It is a hard link to what is no file that came before it in the archive.");
        archive.Budget.CountBytes(file.Size);
        return entry with { LinkTarget = path, Size = file.Size, IsExecutable = file.IsExecutable };
    }
}
