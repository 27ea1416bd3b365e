using System.Security.Cryptography;
using Gateway.Contract.Grants;
using Gateway.Hosting.Grants;
using Gateway.Hosting.Settings;

namespace Hosting.Tests.Grants;

[TestFixture]
public sealed class VerificationKeysTests
{
    private const string Key = "Gatekeeper:Grants:TrustedKeyFiles";

    private readonly ECDsa _own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private string _directory = "";

    [OneTimeSetUp]
    public void Create() => _directory = Directory.CreateTempSubdirectory("keys-").FullName;

    [OneTimeTearDown]
    public void Delete()
    {
        _own.Dispose();
        _other.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Test]
    public void Verify_KeysOfFilesAndTheOwn_AreKnownAndNoOthers()
    {
        var keys = VerificationKeys.Load(Key, [Write("other.pem", _other)], _own.ExportParameters(includePrivateParameters: false));
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.That(Verifies(keys, _own), Is.True);
        Assert.That(Verifies(keys, _other), Is.True);
        Assert.That(Verifies(keys, stranger), Is.False);
        Assert.That(keys.Verify(JwkThumbprint.Compute(_own), "data"u8, Sign(_other)), Is.False);
    }

    [Test]
    public void Load_OwnKeyAmongTheFiles_IsTheSameKey() =>
        Assert.That(Verifies(VerificationKeys.Load(Key, [Write("own.pem", _own)], _own.ExportParameters(includePrivateParameters: false)), _own), Is.True);

    [Test]
    public void Load_OneKeyTwice_IsRefused() => Assert.That(
        () => VerificationKeys.Load(Key, [Write("one.pem", _other), Write("two.pem", _other)]),
        Throws.TypeOf<ConfigurationException>().With.Message.Contains(Key).And.Message.Contains("two.pem"));

    [Test]
    public void Load_PrivateKey_IsRefused()
    {
        var file = Path.Combine(_directory, "private.pem");
        File.WriteAllText(file, _other.ExportPkcs8PrivateKeyPem());
        Assert.That(() => VerificationKeys.Load(Key, [file]), Throws.TypeOf<ConfigurationException>().With.Message.Contains($"{Key}:0").And.Message.Contains("public key"));
    }

    [Test]
    public void Load_KeyOfAnotherCurve_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.That(() => VerificationKeys.Load(Key, [Write("p384.pem", other)]), Throws.TypeOf<ConfigurationException>().With.Message.Contains("P-256"));
    }

    private static bool Verifies(VerificationKeys keys, ECDsa key) => keys.Verify(JwkThumbprint.Compute(key), "data"u8, Sign(key));

    private static byte[] Sign(ECDsa key) => key.SignData("data"u8, HashAlgorithmName.SHA256);

    private string Write(string name, ECDsa key)
    {
        var file = Path.Combine(_directory, name);
        File.WriteAllText(file, key.ExportSubjectPublicKeyInfoPem());
        return file;
    }
}
