namespace Gatekeeper.Rego;

/// <summary>What a policy directory holds.</summary>
/// <param name="Modules">The modules, sorted by path.</param>
/// <param name="Data">The base document, merged from the data files by their folders.</param>
/// <param name="Revision"><c>sha256:</c> and the SHA-256 over the sorted paths and contents of all files.</param>
public sealed record PolicyFiles(IReadOnlyList<RegoSource> Modules, RegoObject Data, string Revision);
