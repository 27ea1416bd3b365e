namespace Gateway.Contract.Wire;

/// <summary>The first fault in an encoded message.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Field">Which field, by its name or, for an unknown one, its number; empty where it is not known.</param>
public readonly record struct WireFault(WireFaultKind Kind, string Field)
{
    /// <summary>No fault.</summary>
    public static WireFault None { get; }
}
