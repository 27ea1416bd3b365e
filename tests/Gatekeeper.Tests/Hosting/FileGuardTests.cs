using Gatekeeper.Hosting;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace Gatekeeper.Tests.Hosting;

/// <summary>Files that others could have read or written stop the start, by the key that names them.</summary>
public sealed class FileGuardTests
{
    private string _directory = null!;

    [SetUp]
    public void Make()
    {
        _directory = Directory.CreateTempSubdirectory("guard-").FullName;
        Directory.CreateDirectory(Path.Combine(_directory, "policies", "roles"));
        Directory.CreateDirectory(Path.Combine(_directory, "audit"));
        Directory.CreateDirectory(Path.Combine(_directory, "run"));
        foreach (var name in (string[])["server.pem", "jwks.json", "policies/roles/data.yaml", "more.json", "trusted.pem"])
        {
            File.WriteAllText(Path.Combine(_directory, name), "{}");
        }

        foreach (var name in (string[])["server-key.pem", "grants-key.pem", "audit.key"])
        {
            PrivateFile.Write(Path.Combine(_directory, name), "x", durable: false);
        }
    }

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Check_FilesAsTheyShouldBe_Passes() => Assert.That(() => FileGuard.Check(Load()), Throws.Nothing);

    [TestCase("server-key.pem", "644", "Gatekeeper:Tls:KeyFile")]
    [TestCase("grants-key.pem", "604", "Gatekeeper:Grants:SigningKeyFile")]
    [TestCase("audit.key", "644", "Gatekeeper:Audit:SigningKeyFile")]
    [TestCase("server.pem", "646", "Gatekeeper:Tls:CertificateFile")]
    [TestCase("jwks.json", "666", "Gatekeeper:Issuers:0:JwksFile")]
    [TestCase("trusted.pem", "666", "Gatekeeper:Grants:TrustedKeyFiles:0")]
    [TestCase("more.json", "666", "Gatekeeper:ConfigurationFile")]
    [TestCase("policies", "777", "Gatekeeper:Policy:Directory")]
    [TestCase("policies/roles/data.yaml", "666", "Gatekeeper:Policy:Directory")]
    [TestCase("audit", "777", "Gatekeeper:Audit:Directory")]
    [TestCase("state", "777", "Gatekeeper:StateDirectory")]
    [TestCase("run", "777", "Gatekeeper:Deployer:Socket")]
    public void Check_FileThatOthersCouldHave_IsNamed(string name, string mode, string key)
    {
        var path = Path.Combine(_directory, name);
        Directory.CreateDirectory(Path.Combine(_directory, "state"));
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));

        var message = Assert.Throws<ConfigurationException>(() => FileGuard.Check(Load()))!.Message;

        Assert.That(message, Does.Match($"^The key '{key}' (holds|leads to) '").And.Contain($"mode 0{mode})").And.Contain("mend it with: chmod 0").And.EndWith(path));
    }

    [Test]
    public void Check_DirectoryOfTheSocketMissing_IsToldOutsideDevelopment()
    {
        Directory.Delete(Path.Combine(_directory, "run"));

        Assert.That(() => FileGuard.Check(Load()), Throws.TypeOf<ConfigurationException>().With.Message.StartsWith("The key 'Gatekeeper:Deployer:Socket' holds '").And.Message.Contains("install -d"));
        Assert.That(() => FileGuard.Check(Load(("Gatekeeper:Development", "true"))), Throws.Nothing);
    }

    [Test]
    public void Check_WayThatOthersCouldBend_IsToldOutsideDevelopment()
    {
        File.SetUnixFileMode(_directory, (UnixFileMode)Convert.ToInt32("777", 8));

        Assert.That(() => FileGuard.Check(Load()), Throws.TypeOf<ConfigurationException>().With.Message.Contains($"'{_directory}' on the way to it"));
        Assert.That(() => FileGuard.Check(Load(("Gatekeeper:Development", "true"))), Throws.Nothing);
    }

    // Whoever reaches the socket may read no key, though the gatekeeper runs with that group, as in the containers.
    [TestCase("2750", "false", true)]
    [TestCase("700", "false", false)]
    [TestCase("2750", "true", false)]
    public void SharedGroup_OfTheSocketsDirectory_IsItsGroupWhereThatIsLetIn(string mode, string isDevelopment, bool isShared)
    {
        var directory = Path.Combine(_directory, "run");
        File.SetUnixFileMode(directory, (UnixFileMode)Convert.ToInt32(mode, 8));

        Assert.That(FileGuard.SharedGroup(Load(("Gatekeeper:Development", isDevelopment))), Is.EqualTo(isShared ? PosixFiles.Find(directory)!.Value.Group : (uint?)null));
    }

    [Test]
    public void SharedGroup_DirectoryOfTheSocketByALink_IsTheDirectorysOwn()
    {
        var directory = Path.Combine(_directory, "run");
        File.SetUnixFileMode(directory, (UnixFileMode)Convert.ToInt32("2750", 8));
        PosixFiles.SetGroup(directory, 4711);
        File.CreateSymbolicLink(Path.Combine(_directory, "link"), directory);

        Assert.That(FileGuard.SharedGroup(Load(("Gatekeeper:Deployer:Socket", _directory + "/link/d.sock"))), Is.EqualTo(4711));
    }

    // Where it leads, anybody may serve.
    [Test]
    public void Check_SocketThatIsALink_IsToldOutsideDevelopment()
    {
        File.CreateSymbolicLink(Path.Combine(_directory, "run", "d.sock"), Path.Combine(Path.GetTempPath(), "d.sock"));

        Assert.That(() => FileGuard.Check(Load()), Throws.TypeOf<ConfigurationException>().With.Message.StartsWith("The key 'Gatekeeper:Deployer:Socket' holds '").And.Message.Contains("a link"));
        Assert.That(() => FileGuard.Check(Load(("Gatekeeper:Development", "true"))), Throws.Nothing);
    }

    private GatekeeperOptions Load(params (string Key, string Value)[] more)
    {
        var values = new Dictionary<string, string?>
        {
            ["Gatekeeper:StateDirectory"] = _directory + "/state",
            ["Gatekeeper:ConfigurationFile"] = _directory + "/more.json",
            ["Gatekeeper:Tls:CertificateFile"] = _directory + "/server.pem",
            ["Gatekeeper:Tls:KeyFile"] = _directory + "/server-key.pem",
            ["Gatekeeper:Issuers:0:Issuer"] = "https://issuer.test",
            ["Gatekeeper:Issuers:0:JwksFile"] = _directory + "/jwks.json",
            ["Gatekeeper:Issuers:0:Audiences:0"] = "gatekeeper",
            ["Gatekeeper:Policy:Directory"] = _directory + "/policies",
            ["Gatekeeper:Audit:Directory"] = _directory + "/audit",
            ["Gatekeeper:Audit:SigningKeyFile"] = _directory + "/audit.key",
            ["Gatekeeper:Deployer:Socket"] = _directory + "/run/d.sock",
            ["Gatekeeper:Grants:SigningKeyFile"] = _directory + "/grants-key.pem",
            ["Gatekeeper:Grants:TrustedKeyFiles:0"] = _directory + "/trusted.pem",
        };
        foreach (var (key, value) in more)
        {
            values[key] = value;
        }

        return OptionsLoader.Load(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
