using Rego.Values;

namespace Rego.Loading;

/// <summary>What a bundle says of itself: the places below <c>data</c> that are its own.</summary>
/// <param name="Roots">Paths with slashes; the empty one is all of <c>data</c>.</param>
internal sealed record BundleManifest(IReadOnlyList<string> Roots)
{
    internal const string FileName = ".manifest";

    internal static BundleManifest Default { get; } = new([string.Empty]);

    /// <value>All that the manifest says.</value>
    internal RegoObject Fields { get; private init; } = RegoObject.Empty;

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="FormatException">It is not one, or its roots overlap each other.</exception>
    internal static BundleManifest Parse(byte[] bytes)
    {
        if (Document(bytes) is not RegoObject manifest)
        {
            throw new FormatException("bundle load failed on manifest decode: the manifest must be an object");
        }

        if (manifest["roots"] is not RegoArray roots)
        {
            return manifest["roots"] is RegoUndefined or RegoNull
                ? Default with { Fields = manifest }
                : throw new FormatException("bundle load failed on manifest decode: roots must be an array of strings");
        }

        var paths = roots.Select(root => root is RegoString path ? path.Value.Trim('/') : throw new FormatException("bundle load failed on manifest decode: roots must be an array of strings")).ToList();
        for (var i = 0; i < paths.Count - 1; i++)
        {
            if (paths.Skip(i + 1).FirstOrDefault(other => Overlap(paths[i], other)) is { } other)
            {
                throw new FormatException($"manifest has overlapped roots: '{paths[i]}' and '{other}'");
            }
        }

        return new BundleManifest(paths) { Fields = manifest };
    }

    /// <summary>Whether a path, with slashes, is at or below a root.</summary>
    internal bool Permits(string path) => Roots.Any(root => Contains(root, path));

    /// <summary>Whether the bundles could write to the same place.</summary>
    internal bool Overlaps(BundleManifest other) => Roots.Any(root => other.Roots.Any(their => Overlap(root, their)));

    public override string ToString() => $"[{string.Join(' ', Roots)}]";

    /// <summary>Whether the path is the root or below it.</summary>
    internal static bool Contains(string root, string path) =>
        root.Length == 0 || path == root || path.StartsWith(root + "/", StringComparison.Ordinal);

    private static bool Overlap(string left, string right) => Contains(left, right) || Contains(right, left);

    private static RegoValue Document(byte[] bytes)
    {
        try
        {
            return PolicyFileReader.ParseJson(bytes);
        }
        catch (FormatException failure)
        {
            throw new FormatException($"bundle load failed on manifest decode: {failure.Message}", failure);
        }
    }
}
