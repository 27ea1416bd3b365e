namespace Gatekeeper.Policy;

/// <summary>Where the decision point takes its policies from.</summary>
internal interface IPolicySource
{
    /// <value>The set in use. Read once a decision.</value>
    PolicySnapshot Current { get; }
}
