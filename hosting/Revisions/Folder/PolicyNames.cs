namespace Gateway.Hosting.Revisions.Folder;

/// <summary>Which names belong to a revision.</summary>
internal static class PolicyNames
{
    /// <summary>What a revision says of itself; stands at the root.</summary>
    public const string Manifest = ".manifest";

    /// <summary>Who vouches for a revision; stands at the root.</summary>
    public const string Signatures = ".signatures.json";

    /// <summary>Whether an entry is passed over, whatever it is: editors, version control and Kubernetes keep their own things under such names.</summary>
    public static bool IsHidden(string name, bool isAtRoot) =>
        name.StartsWith('.') && !(isAtRoot && name is Manifest or Signatures);

    /// <summary>Whether a file of that name is part of a revision; every other file may stand beside it.</summary>
    public static bool IsPart(string name) =>
        name is Manifest or Signatures || Path.GetExtension(name) is ".rego" or ".json" or ".yaml" or ".yml";

    /// <summary>Whether the file is loaded as a module or as data.</summary>
    public static bool IsLoaded(string path) => path is not (Manifest or Signatures);

    /// <summary>Whether the file holds tests, which must pass and decide nothing.</summary>
    public static bool IsTest(string path) => path.EndsWith("_test.rego", StringComparison.Ordinal);
}
