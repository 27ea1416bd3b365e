using System.Diagnostics;
using Gatekeeper.Identity;
using Gatekeeper.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace Gatekeeper.Tests.Identity;

public sealed class DiscoveryKeySourceTests
{
    private readonly TestIssuer _issuer = new();
    private WebApplication _server = null!;
    private string _address = null!;
    private Func<HttpContext, Task> _keys = null!;
    private string _claimedIssuer = null!;
    private string _keysAddress = null!;
    private TimeSpan _timeout;

    [SetUp]
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(ServeAsync);
        await _server.StartAsync();
        _address = _server.Urls.Single();
        _claimedIssuer = _issuer.Issuer;
        _keysAddress = _address + "/keys";
        _timeout = TimeSpan.FromSeconds(30);
        _keys = http => http.Response.WriteAsync(_issuer.Jwks);
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [OneTimeTearDown]
    public void Dispose() => _issuer.Dispose();

    [Test]
    public async Task Fetch_Discovery_FindsTheKeys()
    {
        var keys = IssuerKeys.Parse(await FetchAsync(), 0);

        Assert.That(keys.Find("key-1", "ES256"), Is.Not.Null);
    }

    [Test]
    public void Fetch_DocumentOfAnotherIssuer_IsRefused()
    {
        _claimedIssuer = _issuer.Issuer + "/";

        // The two often differ by a slash alone: seen side by side, it is found.
        Assert.That(FetchAsync, Throws.TypeOf<KeyFetchException>().With.Message.Contains($"'{_claimedIssuer}'").And.Message.Contains($"'{_issuer.Issuer}'"));
    }

    [Test]
    public void Fetch_TenMegabytes_IsRefused()
    {
        _keys = http => http.Response.WriteAsync(new string(' ', 10_000_000));

        Assert.That(FetchAsync, Throws.TypeOf<KeyFetchException>());
    }

    [TestCase("before the head")]
    [TestCase("after the head")]
    [TestCase("byte by byte")]
    public void Fetch_Slow_IsGivenUpInItsTime(string when)
    {
        _keys = async http =>
        {
            if (when != "before the head")
            {
                await http.Response.Body.FlushAsync();
            }

            while (when == "byte by byte")
            {
                await http.Response.WriteAsync(" ", http.RequestAborted);
                await http.Response.Body.FlushAsync();
                await Task.Delay(50, http.RequestAborted);
            }

            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };

        _timeout = TimeSpan.FromSeconds(1);
        var start = Stopwatch.GetTimestamp();
        Assert.That(FetchAsync, Throws.TypeOf<KeyFetchException>());
        Assert.That(Stopwatch.GetElapsedTime(start), Is.InRange(TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(5)));
    }

    [TestCase("http://keys.example/")]
    [TestCase("file:///etc/passwd")]
    [TestCase("/keys")]
    [TestCase("")]
    public void Fetch_KeysAtAnAddressThatMayNotBeRead_IsRefused(string address)
    {
        _keysAddress = address;

        Assert.That(FetchAsync, Throws.TypeOf<KeyFetchException>());
    }

    [Test]
    public void Fetch_Redirect_IsNotFollowed()
    {
        _keys = http =>
        {
            http.Response.Redirect("/other");
            return Task.CompletedTask;
        };

        Assert.That(FetchAsync, Throws.TypeOf<KeyFetchException>());
    }

    [TestCase(503)]
    [TestCase(302)]
    [TestCase(404)]
    public void Fetch_KeysThatAreNotServed_NamesTheirAddress(int status)
    {
        _keys = http =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        Assert.That(FetchAsync, Throws.TypeOf<KeyFetchException>().With.Message.StartsWith($"{_address}/keys cannot be read: ").And.Message.Not.Contains("well-known"));
    }

    [Test]
    public void Fetch_KeysThatNobodyServes_NamesTheirAddress()
    {
        _keysAddress = "https://127.0.0.1:1/keys";

        Assert.That(FetchAsync, Throws.TypeOf<KeyFetchException>().With.Message.StartsWith("https://127.0.0.1:1/keys cannot be read: "));
    }

    /// <summary>What the operator reads is the source's word, though the ring has a bound of its own.</summary>
    [Test]
    public async Task Poll_KeysThatHang_NamesTheirAddressInTheLog()
    {
        _keys = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        using var client = DiscoveryKeySource.CreateClient();
        using var logs = new RecordingLoggerProvider();
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(logs));
        var options = new IdentityOptions { KeyFetchTimeout = TimeSpan.FromMilliseconds(300) };
        var issuer = new IssuerOptions { Issuer = _issuer.Issuer, Authority = _address };
        using var ring = new IssuerKeyRing(
            issuer, new DiscoveryKeySource(issuer, options, client), options, new TokenCache(options, TimeProvider.System), TimeProvider.System, factory.CreateLogger<IssuerKeyRing>());

        await ring.PollAsync(CancellationToken.None);

        Assert.That(logs.Lines.Single(line => line.Event == 2001).Text, Does.Contain($"{_address}/keys did not answer within 00:00:00.3"));
    }

    [Test]
    public void Fetch_DocumentThatIsNone_NamesItsAddress()
    {
        _claimedIssuer = "\"";

        Assert.That(FetchAsync, Throws.TypeOf<KeyFetchException>().With.Message.StartsWith($"{_address}/.well-known/openid-configuration cannot be read: "));
    }

    [Test]
    public async Task Fetch_ServerGone_IsUnavailable()
    {
        await _server.StopAsync();

        Assert.That(FetchAsync, Throws.TypeOf<KeyFetchException>());
    }

    private async Task<string> FetchAsync()
    {
        using var client = DiscoveryKeySource.CreateClient();
        var options = new IdentityOptions { KeyFetchTimeout = _timeout };
        return await new DiscoveryKeySource(new IssuerOptions { Issuer = _issuer.Issuer, Authority = _address }, options, client).FetchAsync(CancellationToken.None);
    }

    private Task ServeAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/.well-known/openid-configuration" => http.Response.WriteAsync($$"""{"issuer":"{{_claimedIssuer}}","jwks_uri":"{{_keysAddress}}"}"""),
        "/keys" => _keys(http),
        _ => http.Response.WriteAsync(_issuer.Jwks),
    };
}
