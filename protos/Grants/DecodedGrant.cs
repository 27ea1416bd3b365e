namespace Gateway.Contract.Grants;

/// <summary>
/// A grant whose form is right. Nothing in it is proven: the signature and the meaning of the claims are still to be checked.
/// </summary>
public sealed record DecodedGrant
{
    /// <value><c>alg</c> as the header claims it; the receiver decides by the action which one it accepts.</value>
    public required GrantAlgorithm Algorithm { get; init; }

    /// <value><c>kid</c>: names the key that the receiver must look up among its own.</value>
    public required string KeyId { get; init; }

    /// <value>The payload.</value>
    public required GrantClaims Claims { get; init; }

    /// <value>The bytes that were signed: the first two parts with the dot between them.</value>
    public required ReadOnlyMemory<byte> SigningInput { get; init; }

    /// <value>The signature: 64 bytes (r and s) for ES256, 32 bytes for HS256.</value>
    public required ReadOnlyMemory<byte> Signature { get; init; }
}
