namespace Gatekeeper.Policy;

/// <summary>Where the decision point takes its policies from.</summary>
internal interface IPolicySource
{
    /// <value>The set in use. Read once a decision.</value>
    PolicySnapshot Current { get; }

    /// <value>Why the files as they are now are not in use; null where they are.</value>
    string? Fault { get; }
}
