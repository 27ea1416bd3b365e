namespace Deployer.Artifacts.Archives;

/// <summary>Remembers every name seen, to refuse the same name twice, names that differ only by case, and anything below a file or a link.</summary>
internal sealed class ExtractionIndex
{
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.OrdinalIgnoreCase);
    private bool _hasRoot;

    /// <summary>Adds an entry; <paramref name="makeDirectory"/> is called for each directory that is new, parents first.</summary>
    /// <exception cref="UnsafeArchiveException">The name collides with another.</exception>
    public void Add(string[] segments, ArchiveEntryType type, Action<string> makeDirectory)
    {
        if (segments.Length == 0)
        {
            _hasRoot = _hasRoot ? throw Twice() : true;
            return;
        }

        var path = segments[0];
        for (var depth = 1; depth < segments.Length; depth++)
        {
            AddDirectory(path, isEntry: false, makeDirectory);
            path = $"{path}/{segments[depth]}";
        }

        if (type == ArchiveEntryType.Directory)
        {
            AddDirectory(path, isEntry: true, makeDirectory);
        }
        else if (!_nodes.TryAdd(path, new Node(path, IsDirectory: false, IsEntry: true)))
        {
            throw Twice();
        }
    }

    private void AddDirectory(string path, bool isEntry, Action<string> makeDirectory)
    {
        if (!_nodes.TryGetValue(path, out var node))
        {
            _nodes.Add(path, new Node(path, IsDirectory: true, isEntry));
            makeDirectory(path);
            return;
        }

        if (!node.IsDirectory || node.Path != path || (isEntry && node.IsEntry))
        {
            throw Twice();
        }

        if (isEntry)
        {
            _nodes[path] = node with { IsEntry = true };
        }
    }

    private static UnsafeArchiveException Twice() => new("Two entries of the archive have the same name, names that differ only by case, or one lies below a file or link.");

    private sealed record Node(string Path, bool IsDirectory, bool IsEntry);
}
