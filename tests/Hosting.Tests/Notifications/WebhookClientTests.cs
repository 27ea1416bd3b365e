using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Hosting.Notifications;
using Gateway.Hosting.Settings;

namespace Hosting.Tests.Notifications;

[TestFixture]
internal sealed class WebhookClientTests
{
    private static readonly byte[] Body = "{}"u8.ToArray();

    private string _directory = null!;

    [SetUp]
    public void Make() => _directory = Directory.CreateTempSubdirectory("webhook-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [TestCase("garbage\r\n\r\n")]
    [TestCase("HTTP/1.1 2000 OK\r\n\r\n")]
    [TestCase("HTTP/1.1")]
    [TestCase("")]
    public async Task Try_AnswerThatIsNoHttp_Fails(string answer) => Assert.That((await AskAsync(answer)).Error, Is.Not.Null.And.Not.Empty);

    [Test]
    public async Task Try_HeadWithoutEnd_FailsWithinABound() => Assert.That(
        (await AskAsync("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("x: " + new string('y', 1000) + "\r\n", 100)))).Error, Is.Not.Null);

    [Test]
    public async Task Try_SuccessWithABodyThatNeverEnds_IsASuccessAndDone()
    {
        var begin = Stopwatch.GetTimestamp();
        var outcome = await AskAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + new string('a', 100_000), keepOpen: true);
        Assert.That(outcome.Error, Is.Null);
        Assert.That(Stopwatch.GetElapsedTime(begin), Is.LessThan(TimeSpan.FromSeconds(30)), "what it says is not waited for");
    }

    [Test]
    public async Task Try_ReceiverThatHangs_FailsWithinItsTime()
    {
        var outcome = await AskAsync("", keepOpen: true, timeout: TimeSpan.FromMilliseconds(300));
        Assert.That(outcome.Error, Is.EqualTo("it did not answer within 00:00:00.3000000"));
    }

    [Test]
    public void Try_Stopped_EndsAtOnce()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Assert.That(() => AskAsync("", keepOpen: true, stop: stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase("Retry-After: 120\r\n", 120)]
    [TestCase("Retry-After: soon\r\n", null)]
    [TestCase("", null)]
    public async Task Try_ReceiverThatAsksForRest_TellsHowLong(string header, int? seconds)
    {
        var outcome = await AskAsync($"HTTP/1.1 429 Slow down\r\n{header}Content-Length: 0\r\n\r\n");
        Assert.That((outcome.Error, outcome.RetryAfter?.TotalSeconds), Is.EqualTo(("it answered 429", (double?)seconds)));
    }

    [Test]
    public async Task Try_Https_TrustsTheSystemsAuthoritiesAndThoseOfTheFile()
    {
        using var authority = Authority("CN=authority");
        using var stranger = Authority("CN=stranger");
        using var certificate = Issue(authority, "127.0.0.1");
        await using var receiver = await WebhookReceiver.StartAsync(certificate: certificate);

        Assert.That((await TryAsync(receiver.Url, Trust(authority))).Error, Is.Null);
        Assert.That((await TryAsync(receiver.Url, WebhookTrust.Read("k", ""))).Error, Does.Contain("certificate"));
        Assert.That((await TryAsync(receiver.Url, Trust(stranger))).Error, Does.Contain("certificate"));
        Assert.That(receiver.Received, Has.Count.EqualTo(1), "whom it does not trust it tells nothing");
    }

    [Test]
    public async Task Try_HttpsWithAnothersName_IsRefusedWhoeverIssuedIt()
    {
        using var authority = Authority("CN=authority");
        using var certificate = Issue(authority, "127.0.0.2");
        await using var receiver = await WebhookReceiver.StartAsync(certificate: certificate);

        Assert.That((await TryAsync(receiver.Url, Trust(authority))).Error, Does.Contain("certificate"));
    }

    [Test]
    public void Read_FileWithoutACertificate_IsRefusedByItsKey()
    {
        var file = Path.Combine(_directory, "ca.pem");
        File.WriteAllText(file, "nothing");
        Assert.That(() => WebhookTrust.Read("K", file), Throws.TypeOf<ConfigurationException>().With.Message.StartsWith($"The key 'K' holds '{file}'; valid is a PEM file with one or more certificates."));
        Assert.That(() => WebhookTrust.Read("K", file + "x"), Throws.TypeOf<ConfigurationException>().With.Message.StartsWith($"The key 'K' holds '{file}x'; valid is a PEM file"));
    }

    [Test]
    public void RetryAfter_FailuresInARow_DoublesToABoundAndHeedsTheReceiver()
    {
        var times = DeliveryTimes.Default;
        for (var i = 0; i < 50; i++)
        {
            Assert.That(times.RetryAfter(1, null).TotalSeconds, Is.InRange(0.5, 1));
            Assert.That(times.RetryAfter(4, null).TotalSeconds, Is.InRange(4, 8));
            Assert.That(times.RetryAfter(int.MaxValue, null).TotalSeconds, Is.InRange(150, 300));
        }

        Assert.That(times.RetryAfter(1, TimeSpan.FromSeconds(60)), Is.EqualTo(TimeSpan.FromSeconds(60)));
        Assert.That(times.RetryAfter(1, TimeSpan.FromDays(60)), Is.EqualTo(TimeSpan.FromMinutes(5)));
        Assert.That(times.RetryAfter(1, TimeSpan.FromSeconds(-60)), Is.GreaterThan(TimeSpan.Zero));
    }

    // A server that says whatever it is told to, once the request is there.
    private static async Task<DeliveryOutcome> AskAsync(string answer, bool keepOpen = false, TimeSpan? timeout = null, CancellationToken stop = default)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var end = new CancellationTokenSource();
        var server = Task.Run(async () =>
        {
            using var connection = await listener.AcceptTcpClientAsync(end.Token);
            var stream = connection.GetStream();
            _ = await stream.ReadAsync(new byte[4096], end.Token);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), end.Token);
            await Task.Delay(keepOpen ? Timeout.Infinite : 0, end.Token);
        }, CancellationToken.None);
        try
        {
            return await TryAsync(new Uri($"http://{listener.LocalEndpoint}/"), WebhookTrust.Read("k", ""), timeout, stop);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAny(server);
        }
    }

    private static async Task<DeliveryOutcome> TryAsync(Uri url, WebhookTrust trust, TimeSpan? timeout = null, CancellationToken stop = default)
    {
        using var client = new WebhookClient(url, [new WebhookSecret(new byte[32])], trust, timeout ?? TimeSpan.FromSeconds(20), TimeProvider.System);
        return await client.TryAsync("id", Body, stop);
    }

    private WebhookTrust Trust(X509Certificate2 authority)
    {
        var file = Path.Combine(_directory, $"{authority.SerialNumber}.pem");
        File.WriteAllText(file, authority.ExportCertificatePem());
        return WebhookTrust.Read("k", file);
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=receiver", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var issued = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), RandomNumberGenerator.GetBytes(8));
        return X509CertificateLoader.LoadPkcs12(issued.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12), null);
    }
}
