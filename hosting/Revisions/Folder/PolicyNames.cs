using System.Text.RegularExpressions;

namespace Gateway.Hosting.Revisions.Folder;

/// <summary>Which names belong to a revision.</summary>
internal static partial class PolicyNames
{
    /// <summary>What a revision says of itself; stands at the root.</summary>
    public const string Manifest = ".manifest";

    /// <summary>Who vouches for a revision; stands at the root.</summary>
    public const string Signatures = ".signatures.json";

    private static readonly string[] Endings = [".rego", ".json", ".yaml", ".yml"];

    /// <summary>Whether an entry is passed over, whatever it is: editors, version control and Kubernetes keep their own things under such names.</summary>
    public static bool IsHidden(string name, bool isAtRoot) =>
        name.StartsWith('.') && !(isAtRoot && name is Manifest or Signatures);

    /// <summary>
    /// Whether a file is part of a revision. Beside rules any other file may stand, beside data only what documents them: a file that was
    /// meant as data under another name (<c>data</c>, <c>data.yaml~</c>, <c>guardrails</c>) is part of it, so that it is refused. Nobody
    /// would read what it refuses.
    /// </summary>
    /// <param name="path">The file's path in the revision.</param>
    public static bool IsPart(string path)
    {
        var name = Path.GetFileName(path);
        return path is Manifest or Signatures || HasEnding(name) || (!path.StartsWith("gatekeeper/", StringComparison.Ordinal) && !path.StartsWith("deployer/", StringComparison.Ordinal) && !Documents().IsMatch(name));
    }

    /// <summary>Whether the name ends as those of modules and data do.</summary>
    public static bool HasEnding(string name) => Endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the file is loaded as a module or as data.</summary>
    public static bool IsLoaded(string path) => path is not (Manifest or Signatures);

    /// <summary>Whether the file is loaded as data.</summary>
    public static bool IsData(string path) => IsLoaded(path) && !path.EndsWith(".rego", StringComparison.Ordinal);

    /// <summary>Whether the file holds tests, which must pass and decide nothing.</summary>
    public static bool IsTest(string path) => path.EndsWith("_test.rego", StringComparison.Ordinal);

    // README, CODEOWNERS, and texts.
    [GeneratedRegex("^([A-Z_-]+|.*\\.(md|txt|rst|adoc))$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Documents();
}
