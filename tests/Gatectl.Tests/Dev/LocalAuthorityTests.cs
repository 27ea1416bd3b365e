using System.Security.Cryptography.X509Certificates;
using Gatectl.Dev;
using Gatectl.Gates;
using Gatectl.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Gatectl.Tests.Dev;

public class LocalAuthorityTests
{
    private TemporaryDirectory _directory = null!;
    private DevPaths _paths = null!;

    [SetUp]
    public void SetUp()
    {
        _directory = new TemporaryDirectory();
        _paths = new DevPaths(_directory.Path);
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [TestCase("localhost")]
    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    public void Ensure_NewState_GivesACertificateForTheMachineOnly(string host)
    {
        new LocalAuthority(_paths, TimeProvider.System).Ensure();
        using var server = X509CertificateLoader.LoadCertificateFromFile(_paths.ServerCertificate);
        using var ca = X509CertificateLoader.LoadCertificateFromFile(_paths.Ca);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(ca);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.Multiple(() =>
        {
            Assert.That(chain.Build(server), Is.True);
            Assert.That(server.MatchesHostname(host), Is.True);
            Assert.That(server.MatchesHostname("example.com"), Is.False);
        });
    }

    [Test]
    public void Ensure_Again_KeepsWhatIsThere()
    {
        new LocalAuthority(_paths, TimeProvider.System).Ensure();
        var before = (File.ReadAllText(_paths.Ca), File.ReadAllText(_paths.ServerCertificate));
        new LocalAuthority(_paths, TimeProvider.System).Ensure();
        Assert.That((File.ReadAllText(_paths.Ca), File.ReadAllText(_paths.ServerCertificate)), Is.EqualTo(before));
    }

    [Test]
    public void Ensure_AYearLater_RenewsTheServerOnly()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        new LocalAuthority(_paths, time).Ensure();
        var (ca, server) = (File.ReadAllText(_paths.Ca), File.ReadAllText(_paths.ServerCertificate));
        time.Advance(TimeSpan.FromDays(340));
        new LocalAuthority(_paths, time).Ensure();
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(_paths.Ca), Is.EqualTo(ca));
            Assert.That(File.ReadAllText(_paths.ServerCertificate), Is.Not.EqualTo(server));
        });
    }

    [Test]
    public void Ensure_Keys_AreTheirOwnersOnly()
    {
        new LocalAuthority(_paths, TimeProvider.System).Ensure();
        Assert.That(
            new[] { _paths.CaKey, _paths.ServerKey }.Select(File.GetUnixFileMode),
            Is.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }
}
