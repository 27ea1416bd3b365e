using System.Security.Cryptography;
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

    /// <summary>Whether a key is of the kind, and of the curve, that the algorithm names.</summary>
    public static bool Fits(string algorithm, JsonWebKey key) => algorithm switch
    {
        SecurityAlgorithms.EcdsaSha256 => IsOnCurve(key, JsonWebKeyECTypes.P256),
        SecurityAlgorithms.EcdsaSha384 => IsOnCurve(key, JsonWebKeyECTypes.P384),
        SecurityAlgorithms.EcdsaSha512 => IsOnCurve(key, JsonWebKeyECTypes.P521),
        _ => key.Kty == JsonWebAlgorithmsKeyTypes.RSA,
    };

    /// <summary>The curve that a key names; <c>null</c> where it is none of those that algorithms name.</summary>
    public static ECCurve? CurveOf(string? name) => name switch
    {
        JsonWebKeyECTypes.P256 => ECCurve.NamedCurves.nistP256,
        JsonWebKeyECTypes.P384 => ECCurve.NamedCurves.nistP384,
        JsonWebKeyECTypes.P521 => ECCurve.NamedCurves.nistP521,
        _ => null,
    };

    private static bool IsOnCurve(JsonWebKey key, string curve) => key.Kty == JsonWebAlgorithmsKeyTypes.EllipticCurve && key.Crv == curve;
}
