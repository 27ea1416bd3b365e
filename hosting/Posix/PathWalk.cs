namespace Gateway.Hosting.Posix;

/// <summary>Goes along a path as the kernel does, link by link, so that whoever could bend the way is seen.</summary>
internal static class PathWalk
{
    private const int MaxLinks = 40;

    // What stands for bytes that are no text in a decoded name.
    private const char NotUtf8 = '\uFFFD';

    /// <summary>Everything on the way, from the root to what the path names, or to the last that is there.</summary>
    /// <exception cref="IOException">A directory on the way may not be entered, or a name on it is not UTF-8.</exception>
    public static IEnumerable<PathStep> Of(string path)
    {
        var root = PosixFiles.Find("/") ?? throw new IOException("There is no root.");
        var directories = new Stack<(string Path, FileStatus Status)>();
        var ahead = new Stack<string>();

        // Not Path.GetFullPath, which takes "link/.." away unseen: the kernel goes up from where the link leads.
        Push(ahead, Path.Combine(Environment.CurrentDirectory, path));
        directories.Push(("/", root));
        yield return new PathStep("/", root, ahead.Count == 0, root);
        for (var links = 0; ahead.TryPop(out var name);)
        {
            if (name == "..")
            {
                _ = directories.Count > 1 ? directories.Pop() : default;
                if (ahead.Count == 0)
                {
                    yield return EndAt(directories);
                }

                continue;
            }

            var at = Path.Combine(directories.Peek().Path, name);
            if (PosixFiles.Find(at) is not { } status)
            {
                yield break;
            }

            var isLink = status.Type == FileType.SymbolicLink;
            yield return new PathStep(at, status, ahead.Count == 0 && !isLink, directories.Peek().Status);
            if (!isLink)
            {
                directories.Push((at, status));
            }
            else if (++links > MaxLinks || !TryFollow(at, ahead, directories))
            {
                yield break;
            }
            else if (ahead.Count == 0)
            {
                // It leads to "." or to the root: no name comes that would be the end.
                yield return EndAt(directories);
            }
        }
    }

    private static PathStep EndAt(Stack<(string Path, FileStatus Status)> directories)
    {
        var end = directories.Peek();
        return new PathStep(end.Path, end.Status, IsEnd: true, directories.Skip(1).FirstOrDefault(end).Status);
    }

    private static bool TryFollow(string link, Stack<string> ahead, Stack<(string Path, FileStatus Status)> directories)
    {
        if (new FileInfo(link).LinkTarget is not { } target)
        {
            return false;
        }

        while (target.StartsWith('/') && directories.Count > 1)
        {
            directories.Pop();
        }

        Push(ahead, target);
        return true;
    }

    // The kernel goes on by the bytes of a name, which are lost where they are no text: what nobody has looked at would be believed.
    private static void Push(Stack<string> ahead, string path)
    {
        if (path.Contains(NotUtf8, StringComparison.Ordinal))
        {
            throw new IOException("A name on the way is not UTF-8.");
        }

        foreach (var name in path.Split('/').Where(name => name is not ("" or ".")).Reverse())
        {
            ahead.Push(name);
        }
    }
}
