using Microsoft.IdentityModel.Tokens;

namespace Gatekeeper.Identity;

/// <summary>The signature algorithms (RFC 7518) that an issuer may use: no symmetric one, and not <c>none</c>.</summary>
internal static class TokenAlgorithms
{
    /// <summary>All that can be allowed.</summary>
    public static readonly string[] Default =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>Whether <paramref name="algorithm"/> may stand in an issuer's configuration.</summary>
    public static bool IsAsymmetric(string algorithm) => Array.IndexOf(Default, algorithm) >= 0;

    /// <summary>The key type (<c>kty</c>) of an algorithm.</summary>
    public static string KeyTypeOf(string algorithm) =>
        algorithm.StartsWith("ES", StringComparison.Ordinal) ? JsonWebAlgorithmsKeyTypes.EllipticCurve : JsonWebAlgorithmsKeyTypes.RSA;
}
