using System.Text;
using Gateway.Hosting.Notifications;
using Gateway.Hosting.Settings;

namespace Hosting.Tests.Notifications;

[TestFixture]
internal sealed class WebhookSecretTests
{
    private const string Key = "Program:Notifications:Webhooks:chat:SecretFile";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Timestamp = 1614265330;

    private static readonly byte[] Body = """{"test": 2432232314}"""u8.ToArray();
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private string _file = null!;

    [SetUp]
    public void Make() => _file = Path.GetTempFileName();

    [TearDown]
    public void Remove() => File.Delete(_file);

    // The specification's own example, of a shorter secret than a file may hold here.
    [Test]
    public void Sign_ExampleOfTheSpecification_IsItsSignature() => Assert.That(
        new WebhookSecret(Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).Sign(Id, Timestamp, Body), Is.EqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));

    [TestCase("")]
    [TestCase("\n")]
    [TestCase("\r\n")]
    public void Read_TextForm_IsWhatItStandsFor(string end) => AssertReads(Encoding.ASCII.GetBytes($"whsec_{Convert.ToBase64String(Secret)}{end}"), Secret);

    [Test]
    public void Read_BytesThemselves_AreAllOfThem() => AssertReads([.. Secret, (byte)'\n'], [.. Secret, (byte)'\n']);

    [Test]
    public void Read_Text_IsItWithoutTheEndOfItsLine() => AssertReads([.. "0123456789012345678901234567890123456789\n"u8], [.. "0123456789012345678901234567890123456789"u8]);

    [TestCase("")]
    [TestCase("0123456789012345678901234567890")]
    [TestCase("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [TestCase("whsec_0123456789012345678901234567890123456789!")]
    public void Read_TooShortOrNoBase64_IsRefusedWithoutTheSecret(string content)
    {
        File.WriteAllText(_file, content);
        var fault = Assert.Throws<ConfigurationException>(() => WebhookSecret.Read(Key, _file))!.Message;
        Assert.That(fault, Does.StartWith($"The key '{Key}' holds '{_file}'; valid is a file of at most 4096 bytes with 'whsec_' and at least 32 bytes in base64"));
        Assert.That(content.Length == 0 || !fault.Contains(content[^8..], StringComparison.Ordinal));
    }

    [Test]
    public void Read_NoFileOrTooLarge_IsRefused()
    {
        File.WriteAllText(_file, new string('a', 5000));
        Assert.That(() => WebhookSecret.Read(Key, _file), Throws.TypeOf<ConfigurationException>().With.Message.Contains("more than 4096 bytes"));
        Assert.That(() => WebhookSecret.Read(Key, _file + "x"), Throws.TypeOf<ConfigurationException>().With.Message.Contains("It is not there."));
    }

    [Test]
    public void ToString_OfASecret_TellsNothing() => Assert.That(new WebhookSecret(Secret).ToString(), Is.EqualTo("***"));

    private void AssertReads(byte[] content, byte[] secret)
    {
        File.WriteAllBytes(_file, content);
        Assert.That(WebhookSecret.Read(Key, _file).Sign(Id, Timestamp, Body), Is.EqualTo(new WebhookSecret(secret).Sign(Id, Timestamp, Body)));
    }
}
