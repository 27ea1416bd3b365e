namespace Rego.Loading;

/// <summary>A file of policies that was read already.</summary>
/// <param name="Path">Its path below the directory, with slashes; the name that diagnostics show, and the place of its data.</param>
/// <param name="Content">Its bytes.</param>
public sealed record PolicyFile(string Path, byte[] Content);
