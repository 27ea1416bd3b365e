using Rego.Values;

namespace Rego.Loading;

/// <summary>The base document while files are merged into it. Objects merge; anything else may be given once.</summary>
internal sealed class DataTree
{
    private readonly Node _root = new();

    /// <summary>Merges a document in at a path. The answer is null, or the path that another file gave a value to, with that file.</summary>
    internal string? Add(ReadOnlySpan<string> directories, RegoValue document, string file)
    {
        var node = _root;
        var path = new List<string> { "data" };
        foreach (var directory in directories)
        {
            if (!node.IsOpen())
            {
                return Conflict(path, node);
            }

            path.Add(directory);
            node = node.ChildOf(RegoString.From(directory));
        }

        return node.Merge(document, file, path) is { } other ? Conflict(path, other) : null;
    }

    internal RegoObject ToObject() => (RegoObject)_root.ToValue();

    private static string Conflict(List<string> path, Node other)
    {
        var files = other.AnyFile();
        return $"{string.Join('.', path)}{(files is null ? string.Empty : $", also defined in {files}")}";
    }

    /// <summary>Either a value, or children, which make an object.</summary>
    private sealed class Node
    {
        private Dictionary<RegoValue, Node>? _children;
        private string? _file;

        internal RegoValue? Value { get; private set; }

        /// <summary>Whether there can be children here; an object becomes some.</summary>
        internal bool IsOpen()
        {
            Open();
            return Value is null;
        }

        internal Node ChildOf(RegoValue key)
        {
            _children ??= [];
            if (!_children.TryGetValue(key, out var child))
            {
                child = new Node();
                _children.Add(key, child);
            }

            return child;
        }

        /// <summary>The answer is null, or the node in conflict, with the path to it added.</summary>
        internal Node? Merge(RegoValue value, string file, List<string> path)
        {
            if (Value is null && _children is null)
            {
                // Untouched so far: the value stays whole until another file wants to go inside.
                Value = value;
                _file = file;
                return null;
            }

            if (value is not RegoObject members || !IsOpen())
            {
                return this;
            }

            foreach (var (key, member) in members)
            {
                path.Add(key is RegoString name ? name.Value : key.ToString());
                if (ChildOf(key).Merge(member, file, path) is { } conflict)
                {
                    return conflict;
                }

                path.RemoveAt(path.Count - 1);
            }

            return null;
        }

        internal RegoValue ToValue()
        {
            if (Value is not null)
            {
                return Value;
            }

            var members = new RegoObjectBuilder(_children?.Count ?? 0);
            foreach (var (key, child) in _children ?? [])
            {
                members[key] = child.ToValue();
            }

            return members.Build();
        }

        internal string? AnyFile() => _file ?? _children?.Values.Select(child => child.AnyFile()).FirstOrDefault(file => file is not null);

        private void Open()
        {
            if (Value is not RegoObject members)
            {
                return;
            }

            Value = null;
            _children = [];
            foreach (var (key, member) in members)
            {
                _children.Add(key, new Node { Value = member, _file = _file });
            }
        }
    }
}
