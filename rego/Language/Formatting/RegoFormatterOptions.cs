using Rego.Capabilities;

namespace Rego.Formatting;

/// <summary>How modules are formatted.</summary>
public sealed class RegoFormatterOptions
{
    /// <value>Whether the outcome is read back: one that is no module is then an error, and one that is not yet settled is formatted again.</value>
    public bool CheckResult { get; init; } = true;

    /// <value>How often at most the outcome is formatted again.</value>
    public int MaxRounds { get; init; } = 4;

    /// <value>The version of the language to read and to write; that of this engine where null.</value>
    public RegoCapabilities? Capabilities { get; init; }

    /// <value>Whether the imports of keywords go that Rego v1 has without them.</value>
    public bool DropsNeedlessImports { get; init; }

    /// <value>Whether <c>rego.v1</c> is imported, so that engines that read older Rego understand the outcome too.</value>
    public bool ImportsRegoV1 { get; init; }
}
