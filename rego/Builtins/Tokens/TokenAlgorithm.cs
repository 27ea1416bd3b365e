using System.Security.Cryptography;

namespace Rego.Builtins.Tokens;

/// <summary>A signature algorithm (RFC 7518, RFC 8037).</summary>
/// <param name="Family">HS, RS, PS, ES or EdDSA.</param>
/// <param name="Hash">The digest; without a name for EdDSA.</param>
internal sealed record TokenAlgorithm(string Family, HashAlgorithmName Hash)
{
    /// <summary>The algorithm of a name; null for one that is not supported.</summary>
    internal static TokenAlgorithm? Find(string name) => name switch
    {
        "HS256" or "RS256" or "PS256" or "ES256" => new(name[..2], HashAlgorithmName.SHA256),
        "HS384" or "RS384" or "PS384" or "ES384" => new(name[..2], HashAlgorithmName.SHA384),
        "HS512" or "RS512" or "PS512" or "ES512" => new(name[..2], HashAlgorithmName.SHA512),
        "EdDSA" => new(name, default),
        _ => null,
    };
}
