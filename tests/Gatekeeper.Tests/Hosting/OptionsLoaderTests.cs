using Gatekeeper.Hosting;
using Gateway.Hosting.Settings;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace Gatekeeper.Tests.Hosting;

public sealed class OptionsLoaderTests
{
    private static readonly Dictionary<string, string?> Valid = new()
    {
        ["Gatekeeper:StateDirectory"] = "/tmp/state",
        ["Gatekeeper:Development"] = "true",
        ["Gatekeeper:Issuers:0:Issuer"] = "https://issuer.test",
        ["Gatekeeper:Issuers:0:JwksFile"] = "jwks.json",
        ["Gatekeeper:Issuers:0:Audiences:0"] = "gatekeeper",
        ["Gatekeeper:Policy:Directory"] = "policies",
        ["Gatekeeper:Deployer:Socket"] = "/run/deployer.sock",
        ["Gatekeeper:Grants:SigningKeyFile"] = "grant.pem",
    };

    [Test]
    public void Load_ValidConfiguration_Binds()
    {
        var options = Load([]);

        Assert.That(options.Issuers.Single().Audiences, Is.EqualTo(new[] { "gatekeeper" }));
        Assert.That(options.Listen, Is.EqualTo("0.0.0.0:8443"));
        Assert.That(options.Audit.Origin, Is.EqualTo("gatekeeper.local/audit"));
    }

    [TestCase("Gatekeeper:StateDirectry", "/x", "StateDirectry")]
    [TestCase("Gatekeeper:Calls:MaxMesageBytes", "5", "MaxMesageBytes")]
    [TestCase("Gatekeeper:Issuers:0:Authorty", "x", "Authorty")]
    [TestCase("Gatekeeper:Calls:MaxMessageBytes", "many", "MaxMessageBytes")]
    [TestCase("Gatekeeper:Calls:MaxMessageBytes", "5", "Gatekeeper:Calls:MaxMessageBytes is '5'")]
    [TestCase("Gatekeeper:Identity:ClockSkew", "00:02:00", "Gatekeeper:Identity:ClockSkew is '00:02:00'")]
    [TestCase("Gatekeeper:Identity:MaxTokenLifetime", "24:00:00", "'Gatekeeper:Identity:MaxTokenLifetime' holds '24:00:00'; valid is a time as hh:mm:ss")]
    [TestCase("Gatekeeper:Identity:MaxTokenLifetime", "24", "holds '24'; valid is a time")]
    [TestCase("Gatekeeper:Identity:MaxTokenLifetime", "1d", "holds '1d'; valid is a time")]
    [TestCase("Gatekeeper:Development", "yes", "holds 'yes'; valid is true or false")]
    [TestCase("Gatekeeper:Issuers:0:Audience", "gatekeeper", "'Gatekeeper:Issuers:0:Audience' is unknown. Valid keys there: Issuer, Authority")]
    [TestCase("Gatekeeper:Policy:Query", "data.other", "Gatekeeper:Policy:Query is 'data.other'")]
    [TestCase("Gatekeeper:Audit:Origin", "a name", "Gatekeeper:Audit:Origin is 'a name'")]
    [TestCase("Gatekeeper:Audit:WriteTimeout", "01:00:00", "Gatekeeper:Audit:WriteTimeout is '01:00:00'")]
    [TestCase("Gatekeeper:Audit:MaxRefusalRecordsPerSecond", "0", "Gatekeeper:Audit:MaxRefusalRecordsPerSecond is '0'")]
    [TestCase("Gatekeeper:Listen", "8443", "Gatekeeper:Listen is '8443'")]
    [TestCase("Gatekeeper:Listen", "localhost:8443", "Gatekeeper:Listen is 'localhost:8443'")]
    [TestCase("Gatekeeper:Development", "false", "Gatekeeper:Tls:CertificateFile is ''")]
    [TestCase("Gatekeeper:Tls:KeyFile", "key.pem", "Gatekeeper:Tls")]
    [TestCase("Gatekeeper:Issuers:0:Algorithms:0", "HS256", "HS256")]
    [TestCase("Gatekeeper:Issuers:0:Algorithms:0", "none", "none")]
    [TestCase("Gatekeeper:Issuers:0:Authority", "https://issuer.test", "exactly one of Authority and JwksFile")]
    [TestCase("Gatekeeper:Issuers:0:JwksFile", "", "exactly one of Authority and JwksFile")]
    [TestCase("Gatekeeper:Issuers:0:CallerKind", "robot", "Gatekeeper:Issuers:0:CallerKind is 'robot'")]
    [TestCase("Gatekeeper:StateDirectory", "", "Gatekeeper:StateDirectory")]
    [TestCase("Kestrel:Endpoints:Http:Url", "http://0.0.0.0:8080", "Kestrel:Endpoints:Http:Url is 'http://0.0.0.0:8080'")]
    [TestCase("Kestrel:EndpointDefaults:Protocols", "Http2", "Kestrel:EndpointDefaults:Protocols is 'Http2'")]
    [TestCase("Gatekeeper:Issuers:1:Issuer", "https://issuer.test", "two entries have the same Issuer")]
    public void Load_WrongValue_NamesTheKey(string key, string value, string expected) =>
        Assert.That(Assert.Throws<ConfigurationException>(() => Load(new() { [key] = value }))!.Message, Does.Contain(expected));

    [TestCase("Gatekeeper:Identity:MaxTokenLifetime:Days", "1", "The key 'Gatekeeper:Identity:MaxTokenLifetime' has a key 'Days' below it; valid is a time as hh:mm:ss")]
    [TestCase("Gatekeeper:Tls:CertificateFile", null, "The key 'Gatekeeper:Tls:CertificateFile' has no value (null or {}); valid is a text.")]
    [TestCase("Gatekeeper:Issuers:0:Algorithms", null, "The key 'Gatekeeper:Issuers:0:Algorithms' has no value (null or {}); valid is a list")]
    [TestCase("Gatekeeper:Policy:Directory:0", "x", "The key 'Gatekeeper:Policy:Directory' has a key '0' below it; valid is a text.")]
    [TestCase("Gatekeeper:Issuers:Audiences", "x", "The key 'Gatekeeper:Issuers' has a key 'Audiences' below it; valid is a list")]
    [TestCase("Gatekeeper:Issuers:0:Audiences", "gatekeeper", "The key 'Gatekeeper:Issuers:0:Audiences' holds 'gatekeeper'; valid is a list")]
    [TestCase("Gatekeeper", "foo", "The key 'Gatekeeper' holds 'foo', but it is a section of further keys.")]
    [TestCase("Kestrel", "foo", "Kestrel is 'foo'")]
    public void Load_AnotherFormThanTheKeyHas_IsRefusedByName(string key, string? value, string expected) =>
        Assert.That(Assert.Throws<ConfigurationException>(() => Load(new() { [key] = value }))!.Message, Does.StartWith(expected));

    [Test]
    public void Load_EmptyList_IsToldAsNothing() => Assert.That(
        Assert.Throws<ConfigurationException>(() => Load(new() { ["Gatekeeper:Issuers:1:Issuer"] = "https://other.test", ["Gatekeeper:Issuers:1:Audiences"] = "" }))!.Message,
        Does.Contain("Gatekeeper:Issuers:1:Audiences is '': it must be given.").And.Not.Contain("System."));

    [TestCase("foo")]
    [TestCase("-Gatekeeper:Listen=127.0.0.1:0")]
    [TestCase("--Gatekeeper:Identity:MaxTokenLifetime")]
    public void Build_CommandLineThatIsNoKeyWithAValue_IsRefused(string argument) =>
        Assert.That(() => Program.Build([argument]), Throws.TypeOf<ConfigurationException>().With.Message.StartsWith($"'{argument}' on the command line "));

    [Test]
    public void Build_LevelThatThereIsNot_IsRefused() => Assert.That(
        () => Program.Build(["--Logging:LogLevel:Default=Nonsense"]),
        Throws.TypeOf<ConfigurationException>().With.Message.StartsWith("The key 'Logging:LogLevel:Default' holds 'Nonsense'; valid is Trace"));

    [Test]
    public void Load_EmptyConfiguration_NamesAllThatIsMissing()
    {
        var error = Assert.Throws<ConfigurationException>(() => OptionsLoader.Load(new ConfigurationBuilder().Build()));

        foreach (var key in new[] { "StateDirectory", "Issuers", "Tls:CertificateFile", "Policy:Directory", "Deployer:Socket", "Grants:SigningKeyFile" })
        {
            Assert.That(error!.Message, Does.Contain($"Gatekeeper:{key}"));
        }
    }

    [TestCase("http://issuer.test")]
    [TestCase("ftp://issuer.test")]
    [TestCase("issuer.test")]
    [TestCase("https://user@issuer.test")]
    [TestCase("https://issuer.test/?x=1")]
    public void Load_AuthorityThatIsNotSafe_IsRefused(string authority) =>
        Assert.That(
            Assert.Throws<ConfigurationException>(() => Load(new() { ["Gatekeeper:Issuers:0:JwksFile"] = "", ["Gatekeeper:Issuers:0:Authority"] = authority }))!.Message,
            Does.Contain("Authority is"));

    [TestCase(4095)]
    [TestCase(0)]
    public void ConnectionsWithin_TooFewFiles_DoesNotStart(long limit) =>
        Assert.That(() => OpenFileLimit.ConnectionsWithin(100, limit), Throws.TypeOf<ConfigurationException>());

    [TestCase(20_000, 4096, 3072)]
    [TestCase(20_000, 1_000_000, 20_000)]
    public void ConnectionsWithin_Limit_LeavesFilesForTheRest(int configured, long limit, int expected) =>
        Assert.That(OpenFileLimit.ConnectionsWithin(configured, limit), Is.EqualTo(expected));

    [TestCase("Max open files            1024                 524288               files     ", 1024)]
    [TestCase("Max open files            unlimited            unlimited            files     ", long.MaxValue)]
    public void Parse_LimitsOfTheProcess_ReadsTheSoftOne(string line, long expected) =>
        Assert.That(OpenFileLimit.Parse(["Limit", line]), Is.EqualTo(expected));

    [Test]
    public void Add_NamedFile_IsReadAndThoseThatNobodyNamesAreNot()
    {
        var folder = Directory.CreateTempSubdirectory("configuration-").FullName;
        try
        {
            var named = Path.Combine(folder, "named.json");
            File.WriteAllText(named, """{"Gatekeeper": {"Listen": "127.0.0.1:1"}}""");
            File.WriteAllText(Path.Combine(folder, "appsettings.json"), $$"""{"Gatekeeper": {"ConfigurationFile": "{{named}}", "Audit": {"Origin": "own"} } }""");
            File.WriteAllText(Path.Combine(folder, "appsettings.Production.json"), """{"Gatekeeper": {"Development": true}}""");
            var configuration = Configure(folder);
            ConfigurationFile.Add(configuration);

            Assert.That((configuration["Gatekeeper:Listen"], configuration["Gatekeeper:Audit:Origin"], configuration["Gatekeeper:Development"]), Is.EqualTo(("127.0.0.1:1", "own", (string?)null)));

            File.WriteAllText(named, """{"Gatekeeper": {"ConfigurationFile": "/elsewhere.json"}}""");
            Assert.That(() => ConfigurationFile.Add(Configure(folder)), Throws.TypeOf<ConfigurationException>().With.Message.Contains("names '/elsewhere.json'"));

            File.WriteAllText(named, """{"Gatekeper": {"Listen": "127.0.0.1:1"}}""");
            Assert.That(() => ConfigurationFile.Add(Configure(folder)), Throws.TypeOf<ConfigurationException>().With.Message.Contains("The section 'Gatekeper' is unknown. Valid sections: Gatekeeper"));

            File.WriteAllText(named, "{\n  \"Gatekeeper\": {,\n");
            Assert.That(() => ConfigurationFile.Add(Configure(folder)), Throws.TypeOf<ConfigurationException>().With.Message.Contains("LineNumber: 1"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ConfigurationManager Configure(string folder)
    {
        var configuration = new ConfigurationManager();
        configuration.SetBasePath(folder);
        configuration.AddJsonFile("appsettings.json").AddJsonFile("appsettings.Production.json");
        return configuration;
    }

    private static GatekeeperOptions Load(Dictionary<string, string?> changes)
    {
        var values = new Dictionary<string, string?>(Valid);
        foreach (var (key, value) in changes)
        {
            values[key] = value;
        }

        return OptionsLoader.Load(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
