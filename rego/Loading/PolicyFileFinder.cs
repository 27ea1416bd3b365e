namespace Gatekeeper.Rego.Loading;

/// <summary>Finds the files of a policy directory.</summary>
internal static class PolicyFileFinder
{
    /// <summary>The paths below the directory, with slashes, sorted.</summary>
    internal static List<string> Find(string directory, PolicyDirectoryOptions options)
    {
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException($"{directory}: no such directory");
        }

        var found = new List<string>();
        Collect(directory, string.Empty, 0, options, found);
        found.Sort(string.CompareOrdinal);
        return found;
    }

    private static void Collect(string directory, string prefix, int depth, PolicyDirectoryOptions options, List<string> found)
    {
        if (depth > options.MaxDepth)
        {
            throw new IOException($"{directory}: folders are nested more than {options.MaxDepth} deep");
        }

        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos())
        {
            if (options.Ignore.Any(pattern => PathPattern.IsMatch(pattern, entry.Name)))
            {
                continue;
            }

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
