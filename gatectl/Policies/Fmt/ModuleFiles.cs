namespace Gatectl.Policies.Fmt;

/// <summary>Finds the modules to format: unlike loading, this also enters directories whose names begin with a dot.</summary>
/// <param name="baseDirectory">What relative paths are relative to.</param>
internal sealed class ModuleFiles(string baseDirectory)
{
    private const int MaxDepth = 64;

    /// <summary>The modules at or below a path, sorted directory by directory, named as the path is. A link to a directory is not followed.</summary>
    /// <exception cref="FmtFailure">There is nothing at the path, or it cannot be read.</exception>
    internal IEnumerable<ModuleFile> Find(string path)
    {
        var fullPath = Path.GetFullPath(path, baseDirectory);
        if (!Path.Exists(fullPath) && new FileInfo(fullPath).LinkTarget is null)
        {
            throw new FmtFailure(PolicyExitCode.Refused, $"lstat {path}: no such file or directory");
        }

        return IsDirectory(fullPath) ? FindBelow(fullPath, Prefix(path), 0) : Only(path, fullPath);
    }

    private static IEnumerable<ModuleFile> FindBelow(string directory, string prefix, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new FmtFailure(PolicyExitCode.Refused, $"{prefix}: directories are nested more than {MaxDepth} deep");
        }

        foreach (var name in NamesIn(directory, prefix))
        {
            var fullPath = Path.Combine(directory, name);
            var found = IsDirectory(fullPath) ? FindBelow(fullPath, $"{prefix}{name}/", depth + 1) : Only(prefix + name, fullPath);
            foreach (var file in found)
            {
                yield return file;
            }
        }
    }

    private static string[] NamesIn(string directory, string prefix)
    {
        try
        {
            string[] names = [.. Directory.EnumerateFileSystemEntries(directory).Select(entry => Path.GetFileName(entry)!)];
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new FmtFailure(PolicyExitCode.Refused, $"open {prefix.TrimEnd('/')}: permission denied", failure);
        }
    }

    private static IEnumerable<ModuleFile> Only(string name, string fullPath) =>
        name.EndsWith(".rego", StringComparison.Ordinal) ? [new ModuleFile(name, fullPath)] : [];

    private static bool IsDirectory(string fullPath) => Directory.Exists(fullPath) && new DirectoryInfo(fullPath).LinkTarget is null;

    /// <summary>What the names below a directory begin with.</summary>
    private static string Prefix(string path)
    {
        var parts = path.Split('/').Where(part => part is not ("" or ".")).ToList();
        var start = path.StartsWith('/') ? "/" : string.Empty;
        return parts.Count == 0 ? start : $"{start}{string.Join('/', parts)}/";
    }
}
