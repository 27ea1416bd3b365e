namespace Deployer.Destinations;

/// <summary>The policies name a destination that this deployer does not use.</summary>
/// <param name="message">For the caller: which part, and why; names no path, address or credential.</param>
/// <param name="detail">For the operator: the same with the values.</param>
internal sealed class DestinationRefusedException(string message, string detail) : Exception(message)
{
    /// <value>For the operator's log.</value>
    public string Detail => detail;
}
