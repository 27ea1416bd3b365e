using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Contract.Grants;

/// <summary>The name of a public key by its content: the SHA-256 JWK thumbprint (RFC 7638) in base64url.</summary>
public static class JwkThumbprint
{
    /// <summary>Computes the thumbprint of a P-256 key's public half.</summary>
    /// <exception cref="ArgumentException">The key is not on P-256.</exception>
    public static string Compute(ECDsa key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        if (parameters.Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value || parameters.Q.X is null || parameters.Q.Y is null)
        {
            throw new ArgumentException("The key must be on the curve P-256.", nameof(key));
        }

        // Members in lexicographic order without white space, as RFC 7638, section 3, has it.
        var jwk = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(parameters.Q.X)}}","y":"{{Base64Url.EncodeToString(parameters.Q.Y)}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(jwk)));
    }
}
