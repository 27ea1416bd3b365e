namespace Gatekeeper.Execution;

/// <summary>What the deployer asks about does not prove what it claims. The message says what is wrong, and names no secret.</summary>
internal sealed class UnprovenException(string message) : Exception(message);
