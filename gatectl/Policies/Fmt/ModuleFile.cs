namespace Gatectl.Policies.Fmt;

/// <summary>A file with a module.</summary>
/// <param name="Name">What the user is told.</param>
/// <param name="FullPath">Where it is.</param>
internal sealed record ModuleFile(string Name, string FullPath);
