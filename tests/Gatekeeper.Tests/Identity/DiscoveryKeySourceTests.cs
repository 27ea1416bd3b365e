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
        _keys = http => http.Response.WriteAsync(_issuer.Jwks);
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [OneTimeTearDown]
    public void Dispose() => _issuer.Dispose();

    [Test]
    public async Task Fetch_Discovery_FindsTheKeys()
    {
        var keys = IssuerKeys.Parse(await FetchAsync(), DateTimeOffset.UnixEpoch);

        Assert.That(keys.Find("key-1", "ES256"), Is.Not.Null);
    }

    [Test]
    public void Fetch_DocumentOfAnotherIssuer_IsRefused()
    {
        _claimedIssuer = _issuer.Issuer + "/";

        Assert.That(FetchAsync, Throws.TypeOf<KeyFetchException>());
    }

    [Test]
    public void Fetch_TenMegabytes_IsRefused()
    {
        _keys = http => http.Response.WriteAsync(new string(' ', 10_000_000));

        Assert.That(FetchAsync, Throws.TypeOf<KeyFetchException>());
    }

    [Test]
    public void Fetch_Slow_IsGivenUp()
    {
        _keys = http => Task.Delay(Timeout.Infinite, http.RequestAborted);

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

    [Test]
    public async Task Fetch_ServerGone_IsUnavailable()
    {
        await _server.StopAsync();

        Assert.That(FetchAsync, Throws.TypeOf<KeyFetchException>());
    }

    private async Task<string> FetchAsync()
    {
        using var client = DiscoveryKeySource.CreateClient();
        var options = new IdentityOptions { KeyFetchTimeout = TimeSpan.FromSeconds(1) };
        return await new DiscoveryKeySource(new IssuerOptions { Issuer = _issuer.Issuer, Authority = _address }, options, client).FetchAsync(CancellationToken.None);
    }

    private Task ServeAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/.well-known/openid-configuration" => http.Response.WriteAsync($$"""{"issuer":"{{_claimedIssuer}}","jwks_uri":"{{_address}}/keys"}"""),
        "/keys" => _keys(http),
        _ => http.Response.WriteAsync(_issuer.Jwks),
    };
}
