using System.Text.RegularExpressions;

namespace Gateway.Hosting.Revisions.Directories;

/// <summary>Which names belong to a revision.</summary>
internal static partial class PolicyNames
{
    /// <summary>What a revision says of itself; stands at the root.</summary>
    public const string Manifest = ".manifest";

    /// <summary>Who vouches for a revision; stands at the root.</summary>
    public const string Signatures = ".signatures.json";

    private static readonly string[] Endings = [".rego", ".json", ".yaml", ".yml"];

    /// <summary>The directories that hold rules and tests, and no data.</summary>
    public static readonly string[] RuleDirectories = ["gatekeeper", "deployer"];

    // The directories of the model's data. What stands there under a wrong name was meant to be read.
    private static readonly string[] DataDirectories =
    [
        "issuers", "scopes", "organisation", "environments", "roles", "applications", "teams", "people", "robots", "classes", "inventory",
        "guardrails", "freezes", "exceptions", "credentials", "destinations",
    ];

    /// <summary>Whether an entry is passed over, whatever it is: editors, version control and Kubernetes keep their own things under such names.</summary>
    public static bool IsHidden(string name, bool isAtRoot) =>
        name.StartsWith('.') && !(isAtRoot && name is Manifest or Signatures);

    /// <summary>
    /// Whether a file is part of a revision. Other files may stand beside, but not what was meant as data under another name
    /// (<c>data</c>, <c>data.yaml~</c>, <c>guardrails</c>, <c>guardrails/rules.txt.yml</c>): that is part of it, so that it is refused.
    /// Nobody would read what it refuses. In the directories of rules and of data only what documents them stands beside. What is about
    /// data (<c>data-protection.md</c>) is no data.
    /// </summary>
    /// <param name="path">The file's path in the revision.</param>
    public static bool IsPart(string path)
    {
        var name = Path.GetFileName(path);
        if (path is Manifest or Signatures || HasEnding(name))
        {
            return true;
        }

        var directory = path[..Math.Max(0, path.IndexOf('/', StringComparison.Ordinal))];
        return HasInnerEnding().IsMatch(name) || (IsKnownDirectory(directory)
            ? LikeData().IsMatch(name) || !Document().IsMatch(name)
            : (LikeData().IsMatch(name) || (directory.Length == 0 && DataDirectories.Contains(StemOf(name)))) && !Prose().IsMatch(name));
    }

    /// <summary>Whether a directory is one of the model's data.</summary>
    public static bool IsDataDirectory(string directory) => DataDirectories.Contains(directory);

    /// <summary>Whether the name ends as those of modules and data do.</summary>
    public static bool HasEnding(string name) => Endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the file is loaded as a module or as data.</summary>
    public static bool IsLoaded(string path) => path is not (Manifest or Signatures);

    /// <summary>Whether the file is loaded as data.</summary>
    public static bool IsData(string path) => IsLoaded(path) && !path.EndsWith(".rego", StringComparison.Ordinal);

    /// <summary>Whether the file holds tests, which must pass and decide nothing.</summary>
    public static bool IsTest(string path) => path.EndsWith("_test.rego", StringComparison.Ordinal);

    /// <summary>Whether the file holds rules and is not loaded as a module, for the writing of its ending.</summary>
    public static bool IsMeantAsRules(string path) =>
        Path.GetExtension(path) is var ending && ending != ".rego" && ending.Equals(".rego", StringComparison.OrdinalIgnoreCase);

    private static bool IsKnownDirectory(string directory) => RuleDirectories.Contains(directory) || DataDirectories.Contains(directory);

    private static string StemOf(string name) => name.Split('.')[0].ToLowerInvariant();

    // data.yaml~, x.yaml.bak
    [GeneratedRegex("\\.(ya?ml|json|rego)[^a-z]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HasInnerEnding();

    // data, Data, data~, data.txt, data_yaml; but data-protection.md is about data.
    [GeneratedRegex("^data($|[^a-z0-9_-]|[_-]?(ya?ml|json))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LikeData();

    [GeneratedRegex("^((README|LICENSE|NOTICE|CODEOWNERS|OWNERS|CHANGELOG|CONTRIBUTING|SECURITY|AUTHORS|MAINTAINERS)(\\..*)?|.*\\.(md|txt|rst|adoc))$", RegexOptions.CultureInvariant)]
    private static partial Regex Document();

    // Written for people alone: nobody means data by it.
    [GeneratedRegex("\\.(md|rst|adoc)$", RegexOptions.CultureInvariant)]
    private static partial Regex Prose();
}
