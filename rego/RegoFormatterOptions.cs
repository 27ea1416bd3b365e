namespace Gatekeeper.Rego;

/// <summary>How modules are formatted.</summary>
public sealed class RegoFormatterOptions
{
    /// <value>Whether the outcome is read back: one that is no module is then an error, and one that is not yet settled is formatted again.</value>
    public bool CheckResult { get; init; } = true;

    /// <value>How often at most the outcome is formatted again.</value>
    public int MaxRounds { get; init; } = 4;
}
