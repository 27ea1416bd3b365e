using Gateway.Hosting.Notifications;
using Gateway.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace Hosting.Tests.Notifications;

[TestFixture]
internal sealed class NotificationRulesTests
{
    private const string Key = "Program:Notifications:Webhooks";

    [TestCase("https://chat.test/hook?token=abc")]
    [TestCase("http://localhost:9000/hook")]
    [TestCase("http://127.0.0.1/")]
    [TestCase("http://[::1]:80")]
    public void FindFaults_UrlThatMayBe_HasNone(string url) => Assert.That(Faults(new() { Url = url, SecretFile = "secret" }), Is.Empty);

    [TestCase("", "holds ''; valid is an https URL")]
    [TestCase("chat.test/hook", "Url' holds 'chat.test/…'")]
    [TestCase("ftp://chat.test/hook", "Url' holds 'ftp://chat.test/…'")]
    [TestCase("http://chat.test/hook", "valid is an https URL (http on loopback and in development only) of at most 2048 characters, without user and fragment.")]
    [TestCase("http://10.0.0.1/hook", "Url' holds 'http://10.0.0.1/…'")]
    [TestCase("https://alice:hunter2@chat.test/hook", "Url' holds 'https://…@chat.test/…'")]
    [TestCase("https://chat.test/hook?token=hunter2#top", "Url' holds 'https://chat.test/…'")]
    public void FindFaults_UrlThatMayNotBe_TellsKeyAndValueAndNoSecretOfIt(string url, string expected)
    {
        var fault = Faults(new() { Url = url, SecretFile = "secret" }).Single();
        Assert.That(fault, Does.StartWith($"The key '{Key}:chat:Url' holds ").And.Contain(expected).And.Not.Contain("hunter2"));
    }

    [Test]
    public void FindFaults_PlainHttpInDevelopment_HasNone() => Assert.That(Faults(new() { Url = "http://chat.test", SecretFile = "secret" }, isDevelopment: true), Is.Empty);

    [Test]
    public void FindFaults_WithoutASecret_TellsWhatWouldBeValid() => Assert.That(
        Faults(new() { Url = "https://chat.test" }),
        Is.EqualTo(new[] { $"The key '{Key}:chat:SecretFile' holds ''; valid is the path of a file with at least 32 bytes, or with 'whsec_' and such bytes in base64." }));

    [TestCase("Chat")]
    [TestCase("a_b")]
    [TestCase("-a")]
    [TestCase("../x")]
    [TestCase("0123456789012345678901234567890123456789012345678901234567890123")]
    public void FindFaults_NameThatMayNotBe_IsTold(string name) => Assert.That(
        Faults(new() { Url = "https://chat.test", SecretFile = "secret" }, name: name).Single(), Does.StartWith($"The key '{Key}' holds '{name}'; valid is a name"));

    [TestCase("gatekeeper.hold.*", true)]
    [TestCase(NotificationTypes.PendingApproval, true)]
    [TestCase("gatekeeper.deployment.pending_approval", false)]
    [TestCase("gatekeeper.exception.used.v1", false)]
    [TestCase("gatekeeper.holds.*", false)]
    [TestCase("*", false)]
    public void FindFaults_TypeThatIsNone_IsTold(string type, bool isOne)
    {
        var faults = Faults(new() { Url = "https://chat.test", SecretFile = "secret", Types = { NotificationTypes.HoldSet, type } });
        Assert.That(faults, isOne ? Is.Empty : Has.Exactly(1).StartsWith($"The key '{Key}:chat:Types:1' holds '{type}'; valid is one of gatekeeper.deployment.pending_approval.v1, "));
    }

    [Test]
    public void FindFaults_TooManyWebhooks_IsTold()
    {
        var options = new NotificationOptions();
        for (var i = 0; i < 17; i++)
        {
            options.Webhooks[$"w{i}"] = new WebhookOptions { Url = "https://chat.test", SecretFile = "secret" };
        }

        Assert.That(NotificationRules.FindFaults(options, "Program", NotificationTypes.OfDeployer, isDevelopment: false), Is.EqualTo(new[] { $"The key '{Key}' has 17 webhooks; valid are at most 16." }));
    }

    [TestCase("Timeout", "00:00:00.5")]
    [TestCase("GiveUpAfter", "15.00:00:00")]
    public void Annotations_TimeOutOfBounds_NamesTheKey(string key, string value)
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [$"N:Webhooks:chat:{key}"] = value }).Build().GetSection("N");
        Assert.That(OptionAnnotations.FindFaults(StrictBinder.Bind<NotificationOptions>(section), "N"), Has.Exactly(1).StartsWith($"The key 'N:Webhooks:chat:{key}' holds '"));
    }

    [Test]
    public void Takes_WithoutTypes_IsEverything()
    {
        Assert.That(NotificationTypes.Takes([], NotificationTypes.HoldSet));
        Assert.That(NotificationTypes.Takes([NotificationTypes.HoldReleased], NotificationTypes.HoldSet), Is.False);
        Assert.That(NotificationTypes.OfDeployer.Concat(NotificationTypes.OfGatekeeper), Is.Unique.And.All.Match("^gatekeeper(\\.[a-z_]+){2}\\.v1$"));
    }

    private static string[] Faults(WebhookOptions webhook, bool isDevelopment = false, string name = "chat") =>
        [.. NotificationRules.FindFaults(new NotificationOptions { Webhooks = { [name] = webhook } }, "Program", NotificationTypes.OfDeployer, isDevelopment)];
}
