using Deployer.Configuration;

namespace Deployer.Conversion;

/// <summary>What the former settings are in the new form, or why they cannot be.</summary>
/// <param name="Data">The text of <c>destinations/data.yaml</c>.</param>
/// <param name="Sources">The section <c>Deployer:Sources</c>.</param>
/// <param name="Allow">The section <c>Deployer:Allow</c>: a rule an entry.</param>
/// <param name="Faults">What cannot be said in data, each with its key; where there are any, nothing else counts.</param>
internal sealed record Converted(string Data, IReadOnlyDictionary<string, SourceOptions> Sources, IReadOnlyList<AllowOptions> Allow, IReadOnlyList<string> Faults);
