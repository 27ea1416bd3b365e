using System.Security.Cryptography.X509Certificates;
using Gatectl.Dev;
using Gatectl.Gates;
using Gatectl.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Gatectl.Tests.Dev;

public class LocalAuthorityTests
{
    private TemporaryFolder folder = null!;
    private DevPaths paths = null!;

    [SetUp]
    public void SetUp()
    {
        folder = new TemporaryFolder();
        paths = new DevPaths(folder.Path);
    }

    [TearDown]
    public void TearDown() => folder.Dispose();

    [TestCase("localhost")]
    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    public void Ensure_NewState_GivesACertificateForTheMachineOnly(string host)
    {
        new LocalAuthority(paths, TimeProvider.System).Ensure();
        using var server = X509CertificateLoader.LoadCertificateFromFile(paths.ServerCertificate);
        using var ca = X509CertificateLoader.LoadCertificateFromFile(paths.Ca);
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
        new LocalAuthority(paths, TimeProvider.System).Ensure();
        var before = (File.ReadAllText(paths.Ca), File.ReadAllText(paths.ServerCertificate));
        new LocalAuthority(paths, TimeProvider.System).Ensure();
        Assert.That((File.ReadAllText(paths.Ca), File.ReadAllText(paths.ServerCertificate)), Is.EqualTo(before));
    }

    [Test]
    public void Ensure_AYearLater_RenewsTheServerOnly()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        new LocalAuthority(paths, time).Ensure();
        var (ca, server) = (File.ReadAllText(paths.Ca), File.ReadAllText(paths.ServerCertificate));
        time.Advance(TimeSpan.FromDays(340));
        new LocalAuthority(paths, time).Ensure();
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(paths.Ca), Is.EqualTo(ca));
            Assert.That(File.ReadAllText(paths.ServerCertificate), Is.Not.EqualTo(server));
        });
    }

    [Test]
    public void Ensure_Keys_AreTheirOwnersOnly()
    {
        new LocalAuthority(paths, TimeProvider.System).Ensure();
        Assert.That(
            new[] { paths.CaKey, paths.ServerKey }.Select(File.GetUnixFileMode),
            Is.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }
}
