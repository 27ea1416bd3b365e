namespace Deployer.Artifacts.Archives;

/// <summary>Remembers every name seen, to refuse the same name twice, names that differ only by case, and anything below a file or a link.</summary>
/// <param name="allowsCaseVariants">Whether names may differ by case alone.</param>
internal sealed class ExtractionIndex(bool allowsCaseVariants)
{
    private readonly Dictionary<string, Node> _nodes = new(allowsCaseVariants ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
    private bool _hasRoot;

    /// <value>Whether a file was among the entries.</value>
    public bool HasFile { get; private set; }

    /// <summary>The file of a path, hard links included; null where no entry before has made one.</summary>
    public ArchiveEntry? FindFile(string path) =>
        _nodes.TryGetValue(path, out var node) && node.Path == path && node.Entry is { Type: ArchiveEntryType.File or ArchiveEntryType.HardLink } file ? file : null;

    /// <summary>Adds an entry; <paramref name="makeDirectory"/> is called for each directory that is new, parents first.</summary>
    /// <exception cref="UnsafeArchiveException">The name collides with another.</exception>
    public void Add(string[] segments, ArchiveEntry entry, Action<string> makeDirectory)
    {
        if (segments.Length == 0)
        {
            _hasRoot = _hasRoot ? throw new UnsafeArchiveException("The archive's root comes twice.") : true;
            return;
        }

        var path = segments[0];
        for (var depth = 1; depth < segments.Length; depth++)
        {
            AddDirectory(path, entry: null, makeDirectory);
            path = $"{path}/{segments[depth]}";
        }

        if (entry.Type == ArchiveEntryType.Directory)
        {
            AddDirectory(path, entry, makeDirectory);
        }
        else if (!_nodes.TryAdd(path, new Node(path, IsDirectory: false, entry with { Content = Stream.Null })))
        {
            throw Collision(path, _nodes[path]);
        }
        else
        {
            HasFile |= entry.Type != ArchiveEntryType.SymbolicLink;
        }
    }

    private void AddDirectory(string path, ArchiveEntry? entry, Action<string> makeDirectory)
    {
        if (!_nodes.TryGetValue(path, out var node))
        {
            _nodes.Add(path, new Node(path, IsDirectory: true, entry));
            makeDirectory(path);
            return;
        }

        if (node.Path != path || (entry is not null && node.Entry is not null) || (entry is not null && !node.IsDirectory))
        {
            throw Collision(path, node);
        }

        if (!node.IsDirectory)
        {
            throw new UnsafeArchiveException("It lies below a file or link of the archive.");
        }

        if (entry is not null)
        {
            _nodes[path] = node with { Entry = entry };
        }
    }

    private static UnsafeArchiveException Collision(string path, Node other) => other.Path == path
        ? new("Another entry of the archive has the same name.")
        : new("The name of another entry of the archive differs only by case (Deployer:Artifacts:AllowCaseVariants allows that).");

    private sealed record Node(string Path, bool IsDirectory, ArchiveEntry? Entry);
}
