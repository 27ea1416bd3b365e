namespace Rego.Bundles;

/// <summary>One file of a bundle.</summary>
/// <param name="Path">Its path in the bundle, without a leading slash.</param>
/// <param name="Name">What messages and listings call it.</param>
/// <param name="Bytes">What it holds.</param>
internal sealed record BundleFile(string Path, string Name, byte[] Bytes)
{
    /// <value>Whether it is a module.</value>
    internal bool IsModule => Path.EndsWith(".rego", StringComparison.Ordinal);

    /// <value>Whether it holds base data; others of these kinds do not count in a bundle.</value>
    internal bool IsData => System.IO.Path.GetFileName(Path) is "data.json" or "data.yaml";
}
