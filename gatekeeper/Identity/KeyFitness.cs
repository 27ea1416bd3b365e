using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Gatekeeper.Identity;

/// <summary>Whether a JSON Web Key (RFC 7517, RFC 7518) is fit to verify the signatures of an issuer's tokens.</summary>
internal static class KeyFitness
{
    private const int MinRsaBits = 2048;

    // What is longer costs more to verify than a caller without a valid token may cost.
    private const int MaxRsaBits = 8192;
    private const int MaxKeyIdLength = 256;
    private const string Verify = "verify";

    /// <summary>What is wrong with the key, in words; <c>null</c> where it is fit.</summary>
    public static string? FaultOf(JsonWebKey key)
    {
        if (string.IsNullOrEmpty(key.Kid) || key.Kid.Length > MaxKeyIdLength)
        {
            return "it has no kid that a token could name";
        }

        if (IsPrivate(key))
        {
            return "it is a private key, which is known to everybody now";
        }

        if (!string.IsNullOrEmpty(key.Use) && key.Use != JsonWebKeyUseNames.Sig)
        {
            return "its use is not sig";
        }

        if (key.KeyOps.Count > 0 && !key.KeyOps.Contains(Verify))
        {
            return "its key_ops do not have verify";
        }

        return FaultOfAlgorithm(key) ?? FaultOfMaterial(key);
    }

    /// <summary>Whether the key has a part (RFC 7518, 6.2.2 and 6.3.2) that is the private key, or gives it.</summary>
    public static bool IsPrivate(JsonWebKey key) => new[] { key.D, key.P, key.Q, key.DP, key.DQ, key.QI }.Any(part => !string.IsNullOrEmpty(part));

    /// <summary>The bytes of a number; <c>null</c> where there are none, too many, or they are not base64url.</summary>
    public static byte[]? Decode(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 4 * MaxRsaBits)
        {
            return null;
        }

        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string? FaultOfAlgorithm(JsonWebKey key)
    {
        if (string.IsNullOrEmpty(key.Alg))
        {
            return null;
        }

        if (!TokenAlgorithms.IsAsymmetric(key.Alg))
        {
            return "its alg is none of a signature that is taken";
        }

        return TokenAlgorithms.Fits(key.Alg, key) ? null : "its alg is of another kind of key";
    }

    private static string? FaultOfMaterial(JsonWebKey key) => key.Kty switch
    {
        JsonWebAlgorithmsKeyTypes.RSA => FaultOfRsa(key),
        JsonWebAlgorithmsKeyTypes.EllipticCurve => FaultOfCurve(key),
        _ => "its kty is neither RSA nor EC",
    };

    private static string? FaultOfRsa(JsonWebKey key)
    {
        if (Decode(key.N) is not { } modulus || Decode(key.E) is not { } exponent)
        {
            return "its n or e is not base64url";
        }

        var number = modulus.AsSpan().TrimStart((byte)0);
        var bits = number.Length == 0 ? 0 : (number.Length * 8) - byte.LeadingZeroCount(number[0]);
        if (bits is < MinRsaBits or > MaxRsaBits)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it has {bits} bits, and must have {MinRsaBits} to {MaxRsaBits}");
        }

        var power = exponent.AsSpan().TrimStart((byte)0);
        return power.Length is 0 or > 8 || power[^1] % 2 == 0 || (power.Length == 1 && power[0] < 3) || number[^1] % 2 == 0
            ? "its n and e are those of no RSA key"
            : null;
    }

    private static string? FaultOfCurve(JsonWebKey key)
    {
        if (TokenAlgorithms.CurveOf(key.Crv) is not { } curve)
        {
            return "its crv is none of P-256, P-384 and P-521";
        }

        if (Decode(key.X) is not { } x || Decode(key.Y) is not { } y)
        {
            return "its x or y is not base64url";
        }

        try
        {
            using var point = ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = x, Y = y } });
            return null;
        }
        catch (CryptographicException)
        {
            return $"its x and y are no point of {key.Crv}";
        }
    }
}
