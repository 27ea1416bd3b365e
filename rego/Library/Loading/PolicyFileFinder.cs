namespace Rego.Loading;

/// <summary>Finds the files of a policy directory.</summary>
internal static class PolicyFileFinder
{
    /// <summary>The paths below the directory, with slashes, sorted.</summary>
    internal static List<string> Find(string directory, PolicyDirectoryOptions options)
    {
        if (!Directory.Exists(directory))
        {
            throw new IOException($"{directory}: no such directory");
        }

        var found = new List<string>();
        Collect(directory, string.Empty, 0, options, found);
        found.Sort(string.CompareOrdinal);
        return found;
    }

    /// <summary>What stands in a directory, sorted by name, without what is ignored.</summary>
    internal static IEnumerable<FileSystemInfo> EntriesOf(string directory, PolicyDirectoryOptions options) =>
        new DirectoryInfo(directory).EnumerateFileSystemInfos()
            .Where(entry => !options.Ignore.Any(pattern => PathPattern.IsMatch(pattern, entry.Name)))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal);

    private static void Collect(string directory, string prefix, int depth, PolicyDirectoryOptions options, List<string> found)
    {
        if (depth > options.MaxDepth)
        {
            throw new IOException($"{directory}: directories are nested more than {options.MaxDepth} deep");
        }

        foreach (var entry in EntriesOf(directory, options))
        {
            if (entry is DirectoryInfo)
            {
                Collect(entry.FullName, prefix + entry.Name + "/", depth + 1, options, found);
            }
            else if (IsPolicyFile(entry.Name, options.ModulesOnly))
            {
                found.Add(prefix + entry.Name);
            }

            if (found.Count > options.MaxFiles)
            {
                throw new IOException($"{directory}: more than {options.MaxFiles} policy files");
            }
        }
    }

    private static bool IsPolicyFile(string name, bool modulesOnly) => Path.GetExtension(name) switch
    {
        ".rego" => true,
        ".json" or ".yaml" or ".yml" => !modulesOnly,
        _ => false,
    };
}
