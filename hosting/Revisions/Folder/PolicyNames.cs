namespace Gateway.Hosting.Revisions.Folder;

/// <summary>Which names belong to a revision.</summary>
internal static class PolicyNames
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
    /// Whether a file of that name is part of a revision; every other file may stand beside it. What is nearly named as data or rules are
    /// (<c>data.YAML</c>, <c>data.yaml~</c>, <c>data</c>) is part of it, so that it is refused: nobody would read what it refuses.
    /// </summary>
    public static bool IsPart(string name) =>
        name is Manifest or Signatures
        || Endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase)
        || (name.StartsWith("data", StringComparison.OrdinalIgnoreCase) && (name.Length == 4 || !char.IsAsciiLetter(name[4])));

    /// <summary>Whether the file is loaded as a module or as data.</summary>
    public static bool IsLoaded(string path) => path is not (Manifest or Signatures);

    /// <summary>Whether the file is loaded as data.</summary>
    public static bool IsData(string path) => IsLoaded(path) && !path.EndsWith(".rego", StringComparison.Ordinal);

    /// <summary>Whether the file holds tests, which must pass and decide nothing.</summary>
    public static bool IsTest(string path) => path.EndsWith("_test.rego", StringComparison.Ordinal);
}
