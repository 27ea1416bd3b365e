namespace Deployer.Artifacts.Archives;

/// <summary>Remembers every name seen, to refuse the same name twice, names that differ only by case, and anything below a file or a link.</summary>
internal sealed class ExtractionIndex
{
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.OrdinalIgnoreCase);
    private bool _hasRoot;

    /// <summary>Adds an entry; <paramref name="makeFolder"/> is called for each folder that is new, parents first.</summary>
    /// <exception cref="UnsafeArchiveException">The name collides with another.</exception>
    public void Add(string[] segments, ArchiveEntryType type, Action<string> makeFolder)
    {
        if (segments.Length == 0)
        {
            _hasRoot = _hasRoot ? throw Twice() : true;
            return;
        }

        var path = segments[0];
        for (var depth = 1; depth < segments.Length; depth++)
        {
            AddFolder(path, isEntry: false, makeFolder);
            path = $"{path}/{segments[depth]}";
        }

        if (type == ArchiveEntryType.Directory)
        {
            AddFolder(path, isEntry: true, makeFolder);
        }
        else if (!_nodes.TryAdd(path, new Node(path, IsFolder: false, IsEntry: true)))
        {
            throw Twice();
        }
    }

    private void AddFolder(string path, bool isEntry, Action<string> makeFolder)
    {
        if (!_nodes.TryGetValue(path, out var node))
        {
            _nodes.Add(path, new Node(path, IsFolder: true, isEntry));
            makeFolder(path);
            return;
        }

        if (!node.IsFolder || node.Path != path || (isEntry && node.IsEntry))
        {
            throw Twice();
        }

        if (isEntry)
        {
            _nodes[path] = node with { IsEntry = true };
        }
    }

    private static UnsafeArchiveException Twice() => new("Two entries of the archive have the same name, names that differ only by case, or one lies below a file or link.");

    private sealed record Node(string Path, bool IsFolder, bool IsEntry);
}
