using System.Buffers.Text;
using System.Security.Cryptography;
using Gateway.Contract.Grants;

namespace Protos.Tests.Grants;

[TestFixture]
public sealed class JwkThumbprintTests
{
    // Computed with OpenSSL and sha256sum over the canonical members of RFC 7515's appendix A.3 key.
    [Test]
    public void Compute_KnownKey_IsTheKnownThumbprint()
    {
        var parameters = new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Base64Url.DecodeFromChars("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
                Y = Base64Url.DecodeFromChars("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
            },
        };
        using var key = ECDsa.Create(parameters);
        Assert.That(JwkThumbprint.Compute(key), Is.EqualTo("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U"));
    }

    [Test]
    public void Compute_OtherCurve_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.That(() => JwkThumbprint.Compute(key), Throws.ArgumentException);
    }
}
