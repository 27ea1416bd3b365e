namespace Gatekeeper.Identity;

/// <summary>A token is not valid.</summary>
internal sealed class TokenException(TokenFault fault, Exception? inner = null) : Exception($"The token is not valid: {fault}.", inner)
{
    /// <value>Why.</value>
    public TokenFault Fault { get; } = fault;
}
