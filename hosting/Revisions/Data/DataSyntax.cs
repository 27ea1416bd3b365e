using Gateway.Hosting.Revisions.Directories;
using Rego.Loading;

namespace Gateway.Hosting.Revisions.Data;

/// <summary>The texts of a revision's data files.</summary>
internal static class DataSyntax
{
    /// <summary>
    /// What a reader of values would pass over without a word: keys that stand twice, merge keys, tags, keys and values that some readers
    /// take for something else, documents after the first, characters that nobody sees.
    /// </summary>
    public static List<string> FindFaults(IEnumerable<PolicyFile> files)
    {
        var faults = new List<string>();
        foreach (var file in files.Where(file => PolicyNames.IsData(file.Path) && !PolicyNames.IsMeantAsRules(file.Path)))
        {
            var found = new SyntaxFaults(file.Path);
            FindFaults(file, found);
            faults.AddRange(found.All);
        }

        return faults;
    }

    // What follows from a character that is hidden would only be confusing.
    private static void FindFaults(PolicyFile file, SyntaxFaults faults)
    {
        if (HiddenCharacterScan.FindsNone(file.Content, IsJson(file), faults))
        {
            Read(file, faults, keepsTree: false);
        }
    }

    /// <summary>The file's values with their places; null where it holds none.</summary>
    public static DataNode? ReadTree(PolicyFile file) => Read(file, new SyntaxFaults(file.Path), keepsTree: true);

    private static DataNode? Read(PolicyFile file, SyntaxFaults faults, bool keepsTree) => IsJson(file)
        ? JsonSyntax.Read(file.Content, faults, keepsTree)
        : YamlSyntax.Read(file.Content, faults, keepsTree);

    private static bool IsJson(PolicyFile file) => file.Path.EndsWith(".json", StringComparison.Ordinal);
}
