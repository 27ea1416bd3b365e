using Rego.Loading;

namespace Rego.Bundles;

/// <summary>The files of a bundle, by their paths within it.</summary>
/// <param name="Files">The files, in the order of the bundle.</param>
/// <param name="IsArchive">Whether they came from an archive.</param>
internal sealed record BundleContent(IReadOnlyList<BundleFile> Files, bool IsArchive)
{
    internal const string SignaturesName = ".signatures.json";

    internal BundleFile? Find(string path) => Files.FirstOrDefault(file => file.Path == path);

    /// <summary>Reads a directory or an archive.</summary>
    /// <exception cref="IOException">It cannot be read, or is larger than the options allow.</exception>
    internal static BundleContent Read(string path, string fullPath, PolicyDirectoryOptions options) => Directory.Exists(fullPath)
        ? new BundleContent([.. ReadDirectory(path, fullPath, options)], IsArchive: false)
        : new BundleContent(BundleArchive.Read(fullPath, options), IsArchive: true);

    private static IEnumerable<BundleFile> ReadDirectory(string path, string fullPath, PolicyDirectoryOptions options)
    {
        var start = path is "." or "./" ? string.Empty : path.TrimEnd('/') + "/";
        var special = new[] { BundleManifest.FileName, SignaturesName }.Where(name => File.Exists(Path.Combine(fullPath, name)));
        foreach (var name in special.Concat(PolicyFileFinder.Find(fullPath, options)))
        {
            var bytes = BoundedFile.Read(Path.Combine(fullPath, name), name.EndsWith(".rego", StringComparison.Ordinal) ? options.MaxModuleBytes : options.MaxDataBytes);
            yield return new BundleFile(name, start + name, bytes);
        }
    }
}
