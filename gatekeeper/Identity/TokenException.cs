using Gatekeeper.Seam;

namespace Gatekeeper.Identity;

/// <summary>A token is not valid, or cannot be told to be.</summary>
internal sealed class TokenException(TokenRefusal refusal, Exception? inner = null) : Exception($"The token is not valid: {refusal.Fault}.", inner)
{
    /// <summary>Refuses a token that could not be read.</summary>
    public TokenException(TokenFault fault, Exception? inner = null)
        : this(new TokenRefusal(fault), inner)
    {
    }

    /// <value>Why, and what is known of it.</value>
    public TokenRefusal Refusal { get; } = refusal;

    /// <value>The <c>iss</c> of a token that could not be read whole; nothing of it is proven or bounded.</value>
    public string? ClaimedIssuer { get; init; }

    /// <value>Why.</value>
    public TokenFault Fault => Refusal.Fault;
}
