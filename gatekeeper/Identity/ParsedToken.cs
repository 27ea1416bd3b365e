using Rego.Values;

namespace Gatekeeper.Identity;

/// <summary>What a token says, strictly read; nothing of it is proven yet.</summary>
internal sealed record ParsedToken
{
    public required string Algorithm { get; init; }

    public required string KeyId { get; init; }

    /// <value><c>typ</c>, or <c>null</c> where there is none.</value>
    public required string? TokenType { get; init; }

    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    public required IReadOnlyList<string> Audiences { get; init; }

    /// <value><c>azp</c>, or <c>null</c> where there is none.</value>
    public required string? AuthorizedParty { get; init; }

    /// <value><c>exp</c>, Unix seconds; of a fraction the second that has begun.</value>
    public required long ExpiresAt { get; init; }

    /// <value><c>nbf</c>, Unix seconds; of a fraction the next.</value>
    public required long? NotBefore { get; init; }

    /// <value><c>iat</c>, Unix seconds; of a fraction the next.</value>
    public required long? IssuedAt { get; init; }

    /// <value>All claims.</value>
    public required RegoObject Claims { get; init; }
}
