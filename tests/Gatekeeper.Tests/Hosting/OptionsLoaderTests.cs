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
    [TestCase("Gatekeeper:Calls:MaxMessageBytes", "5", "The key 'Gatekeeper:Calls:MaxMessageBytes' holds '5'")]
    [TestCase("Gatekeeper:Identity:ClockSkew", "00:02:00", "The key 'Gatekeeper:Identity:ClockSkew' holds '00:02:00'")]
    [TestCase("Gatekeeper:Identity:MaxTokenLifetime", "24:00:00", "'Gatekeeper:Identity:MaxTokenLifetime' holds '24:00:00'; valid is a time as hh:mm:ss")]
    [TestCase("Gatekeeper:Identity:MaxTokenLifetime", "24", "holds '24'; valid is a time")]
    [TestCase("Gatekeeper:Identity:MaxTokenLifetime", "1d", "holds '1d'; valid is a time")]
    [TestCase("Gatekeeper:Development", "yes", "holds 'yes'; valid is true or false")]
    [TestCase("Gatekeeper:Issuers:0:Audience", "gatekeeper", "'Gatekeeper:Issuers:0:Audience' is unknown. Valid keys there: Issuer, Authority")]
    [TestCase("Gatekeeper:Policy:Query", "data.other", "The key 'Gatekeeper:Policy:Query' holds 'data.other'")]
    [TestCase("Gatekeeper:Audit:Origin", "a name", "The key 'Gatekeeper:Audit:Origin' holds 'a name'")]
    [TestCase("Gatekeeper:Audit:WriteTimeout", "01:00:00", "The key 'Gatekeeper:Audit:WriteTimeout' holds '01:00:00'")]
    [TestCase("Gatekeeper:Audit:MaxRefusalRecordsPerSecond", "0", "The key 'Gatekeeper:Audit:MaxRefusalRecordsPerSecond' holds '0'")]
    [TestCase("Gatekeeper:Listen", "8443", "The key 'Gatekeeper:Listen' holds '8443'")]
    [TestCase("Gatekeeper:Listen", "localhost:8443", "The key 'Gatekeeper:Listen' holds 'localhost:8443'")]
    [TestCase("Gatekeeper:Development", "false", "The key 'Gatekeeper:Tls:CertificateFile' holds ''")]
    [TestCase("Gatekeeper:Tls:KeyFile", "key.pem", "Gatekeeper:Tls")]
    [TestCase("Gatekeeper:Issuers:0:Algorithms:0", "HS256", "HS256")]
    [TestCase("Gatekeeper:Issuers:0:Algorithms:0", "none", "none")]
    [TestCase("Gatekeeper:Issuers:0:Authority", "https://issuer.test", "exactly one of Authority and JwksFile")]
    [TestCase("Gatekeeper:Issuers:0:JwksFile", "", "exactly one of Authority and JwksFile")]
    [TestCase("Gatekeeper:Issuers:0:CallerKind", "robot", "The key 'Gatekeeper:Issuers:0:CallerKind' holds 'robot'")]
    [TestCase("Gatekeeper:StateDirectory", "", "Gatekeeper:StateDirectory")]
    [TestCase("Gatekeeper:Issuers:0:Audiences:0", "", "The key 'Gatekeeper:Issuers:0:Audiences:0' holds ''; valid is a text that is not empty")]
    [TestCase("Gatekeeper:Issuers:0:Audiences:1", "gatekeeper ", "The key 'Gatekeeper:Issuers:0:Audiences:1' holds 'gatekeeper '; valid is a text")]
    [TestCase("Gatekeeper:Issuers:0:AdditionalAudiences:0", "", "The key 'Gatekeeper:Issuers:0:AdditionalAudiences:0' holds ''")]
    [TestCase("Gatekeeper:Issuers:0:TokenTypes:0", "", "The key 'Gatekeeper:Issuers:0:TokenTypes:0' holds ''")]
    [TestCase("Gatekeeper:Issuers:0:AuthorizedParties:0", "", "The key 'Gatekeeper:Issuers:0:AuthorizedParties:0' holds ''")]
    [TestCase("Gatekeeper:Issuers:0:GroupsClaim", "groups ", "The key 'Gatekeeper:Issuers:0:GroupsClaim' holds 'groups '; valid is a text")]
    [TestCase("Gatekeeper:TrustedProxies:Addresses:0", "proxy.test", "The key 'Gatekeeper:TrustedProxies:Addresses:0' holds 'proxy.test'; valid is an IP address")]
    [TestCase("Gatekeeper:TrustedProxies:Addresses:0", "0.0.0.0/0", "never one of length 0")]
    [TestCase("Gatekeeper:TrustedProxies:Addresses:0", "::/0", "never one of length 0")]
    [TestCase("Gatekeeper:TrustedProxies:Addresses:0", "10.1", "holds '10.1'")]
    [TestCase("Gatekeeper:TrustedProxies:Addresses:0", "10.1/16", "holds '10.1/16'")]
    [TestCase("Gatekeeper:TrustedProxies:Addresses:0", "10.0.0.0/33", "holds '10.0.0.0/33'")]
    [TestCase("Gatekeeper:TrustedProxies:Addresses:0", "", "The key 'Gatekeeper:TrustedProxies:Addresses:0' holds ''; valid is a text that is not empty")]
    [TestCase("Gatekeeper:TrustedProxies:Protocol", "forwarded", "'Gatekeeper:TrustedProxies:Protocol' holds 'forwarded'; valid is x-forwarded-for or proxy-v2")]
    [TestCase("Gatekeeper:Limits:FirstRequestTimeout", "00:00:00", "The key 'Gatekeeper:Limits:FirstRequestTimeout' holds '00:00:00'")]
    [TestCase("Gatekeeper:InFlight:MaxBytesPerCaller", "100", "The key 'Gatekeeper:InFlight:MaxBytesPerCaller' holds '100'")]
    [TestCase("Kestrel:Endpoints:Http:Url", "http://0.0.0.0:8080", "The key 'Kestrel:Endpoints:Http:Url' holds 'http://0.0.0.0:8080'")]
    [TestCase("Kestrel:EndpointDefaults:Protocols", "Http2", "The key 'Kestrel:EndpointDefaults:Protocols' holds 'Http2'")]
    [TestCase("Gatekeeper:Issuers:1:Issuer", "https://issuer.test", "two entries with the same Issuer")]
    [TestCase("Gatekeeper:Notifications:Webhooks:chat:Url", "ftp://chat.test", "The key 'Gatekeeper:Notifications:Webhooks:chat:Url' holds 'ftp://chat.test'; valid is an https URL")]
    [TestCase("Gatekeeper:Notifications:Webhooks:chat:Url", "https://chat.test", "The key 'Gatekeeper:Notifications:Webhooks:chat:SecretFile' holds ''; valid is the path of a file")]
    [TestCase("Gatekeeper:Notifications:Webhooks:chat:Types:0", "gatekeeper.hold.set.v1", "'Gatekeeper:Notifications:Webhooks:chat:Types:0' holds 'gatekeeper.hold.set.v1'; valid is one of gatekeeper.exception.used.v1")]
    public void Load_WrongValue_NamesTheKey(string key, string value, string expected) =>
        Assert.That(Assert.Throws<ConfigurationException>(() => Load(new() { [key] = value }))!.Message, Does.Contain(expected));

    [TestCase("Gatekeeper:Identity:MaxTokenLifetime:Days", "1", "The key 'Gatekeeper:Identity:MaxTokenLifetime' has a key 'Days' below it; valid is a time as hh:mm:ss")]
    [TestCase("Gatekeeper:Tls:CertificateFile", null, "The key 'Gatekeeper:Tls:CertificateFile' has no value (null or {}); valid is a text.")]
    [TestCase("Gatekeeper:Issuers:0:Algorithms", null, "The key 'Gatekeeper:Issuers:0:Algorithms' has no value (null or {}); valid is a list")]
    [TestCase("Gatekeeper:Policy:Directory:0", "x", "The key 'Gatekeeper:Policy:Directory' has a key '0' below it; valid is a text.")]
    [TestCase("Gatekeeper:Issuers:Audiences", "x", "The key 'Gatekeeper:Issuers' has a key 'Audiences' below it; valid is a list")]
    [TestCase("Gatekeeper:Issuers:0:Audiences", "gatekeeper", "The key 'Gatekeeper:Issuers:0:Audiences' holds 'gatekeeper'; valid is a list")]
    [TestCase("Gatekeeper", "foo", "The key 'Gatekeeper' holds 'foo', but it is a section of further keys.")]
    [TestCase("Kestrel", "foo", "The key 'Kestrel' holds 'foo'")]
    public void Load_AnotherFormThanTheKeyHas_IsRefusedByName(string key, string? value, string expected) =>
        Assert.That(Assert.Throws<ConfigurationException>(() => Load(new() { [key] = value }))!.Message, Does.StartWith(expected));

    [Test]
    public void Load_EmptyList_IsToldAsNothing() => Assert.That(
        Assert.Throws<ConfigurationException>(() => Load(new() { ["Gatekeeper:Issuers:1:Issuer"] = "https://other.test", ["Gatekeeper:Issuers:1:Audiences"] = "" }))!.Message,
        Does.Contain("The key 'Gatekeeper:Issuers:1:Audiences' holds ''; it must be given.").And.Not.Contain("System."));

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
            Does.Contain("Authority' holds"));

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
