namespace Rego.Loading;

/// <summary>Paths as they are given on a command line: <c>dir</c>, <c>file.json</c>, <c>a.b:file.json</c>, <c>file:///dir</c>.</summary>
internal static class PolicyPath
{
    private const string FileScheme = "file://";

    /// <summary>Parts a path from the place below <c>data</c> that stands before it.</summary>
    internal static (string[] Directories, string Path) Split(string path)
    {
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 || path.AsSpan(colon).StartsWith("://") ? ([], path) : (path[..colon].Split('.'), path[(colon + 1)..]);
    }

    /// <summary>The path that a URL names; anything else is a path already. What stands before the path, a host, names no file.</summary>
    /// <exception cref="FormatException">The URL is not one of a file.</exception>
    internal static string FromUrl(string path)
    {
        if (!path.Contains("://", StringComparison.Ordinal))
        {
            return path;
        }

        if (!path.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException($"unsupported URL scheme: {path}");
        }

        var rest = path[FileScheme.Length..].Split('#', '?')[0];
        var start = rest.IndexOf('/', StringComparison.Ordinal);
        return start < 0 ? string.Empty : Uri.UnescapeDataString(rest[start..]);
    }

    /// <summary>A name in a directory, without <c>.</c>, <c>..</c> and double slashes, as Go joins them.</summary>
    internal static string Join(string directory, string name)
    {
        var parts = new List<string>();
        foreach (var part in directory.Split('/').Append(name).Where(part => part is not ("" or ".")))
        {
            if (part == ".." && parts is [.., not ".."])
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".." || !directory.StartsWith('/'))
            {
                parts.Add(part);
            }
        }

        return (directory.StartsWith('/') ? "/" : string.Empty) + string.Join('/', parts);
    }
}
