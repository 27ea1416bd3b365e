using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gatekeeper.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using NUnit.Framework;

namespace Gatekeeper.Tests.Identity;

/// <summary>
/// The gate before a real identity provider that hangs, is slow, lies, changes its keys or is gone: whose key is known is served as
/// always, and everybody else is told within the bound that it cannot be told who they are.
/// </summary>
public sealed class IdentityProviderTests
{
    private const string Path = "/v1/applications/shop/environments/test/deployments/d-1";

    /// <summary>How much longer a caller with a known key may wait while the provider is asked for others.</summary>
    private static readonly TimeSpan Allowance = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(1);

    private IdentityProvider _provider = null!;
    private Gate _gate = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task StartProviderAsync() => _provider = await IdentityProvider.StartAsync();

    [OneTimeTearDown]
    public async Task StopProviderAsync() => await _provider.DisposeAsync();

    [SetUp]
    public async Task StartAsync()
    {
        _provider.Behaviour = null;
        await StartGateAsync();
    }

    [TearDown]
    public async Task StopAsync() => await StopGateAsync();

    [Test]
    public async Task Provider_AsItShouldBe_ItsTokensAreTakenWithOneFetch()
    {
        await StopGateAsync();
        var asked = _provider.DocumentsAsked;
        await StartGateAsync();
        Assert.That(await CallAsync(await _provider.TokenAsync()), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await CallAsync(await _provider.TokenAsync()), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(_provider.DocumentsAsked - asked, Is.EqualTo(2), "the discovery document and the keys, once each");
    }

    [TestCase("hangs before the head")]
    [TestCase("hangs after the head")]
    [TestCase("drips")]
    [TestCase("is late")]
    public async Task Provider_Slow_KnownKeysWaitForNobodyAndOthersAreRefusedInTime(string how)
    {
        await CallAsync(await _provider.TokenAsync());
        var tokens = await TokensAsync(120);
        var asAlways = await LongestAsync(tokens[..30]);
        TimeSpan longest = default;

        // A pause of the whole machine shows in one round; waiting for the provider would show in each.
        for (var round = 0; round < 3; round++)
        {
            await Task.Delay(LeastInterval);
            _provider.Behaviour = http => SlowAsync(http, how);
            var asked = _provider.DocumentsAsked;
            var start = Stopwatch.GetTimestamp();
            var others = Enumerable.Range(0, 10).Select(i => CallAsync(WithKey(tokens[0], $"no-{i}"))).ToArray();
            await WaitForAsync(() => _provider.DocumentsAsked > asked);
            longest = await LongestAsync(tokens[(30 * (round + 1))..(30 * (round + 2))]);

            Assert.That(await Task.WhenAll(others), Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(FetchTimeout + TimeSpan.FromSeconds(2)), "refused within the bound");
            Assert.That(_provider.DocumentsAsked - asked, Is.EqualTo(1), "one fetch for all");
            if (longest <= asAlways + Allowance)
            {
                return;
            }
        }

        Assert.Fail($"with a known key a call took {longest}, and {asAlways} while the provider was well");
    }

    [TestCase("another issuer")]
    [TestCase("keys elsewhere, without TLS")]
    [TestCase("a redirect of the document")]
    [TestCase("a redirect of the keys")]
    [TestCase("a page with 200")]
    [TestCase("a page instead of keys")]
    [TestCase("keys of the wrong shape")]
    [TestCase("keys without end")]
    [TestCase("keys cut off")]
    [TestCase("an error with keys in it")]
    public async Task Provider_Lies_KnownKeysServeAndTheLogSaysWhatIsWrong(string what)
    {
        var token = await _provider.TokenAsync();
        Assert.That(await CallAsync(token), Is.EqualTo(HttpStatusCode.OK));
        using var forger = new TestIssuer(_provider.Issuer, "forged");
        _provider.Behaviour = http => LieAsync(http, what, forger);
        await Task.Delay(LeastInterval);

        Assert.That(await CallAsync(forger.Token()), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await CallAsync(await _provider.TokenAsync()), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(_gate.Logged.Lines.Select(line => line.Text), Has.Some.StartsWith($"The keys of {_provider.Issuer} were not read: "));

        _provider.Behaviour = null;
        await Task.Delay(LeastInterval);
        Assert.That(await CallAsync(forger.Token()), Is.EqualTo(HttpStatusCode.Unauthorized), "who forges is told so as soon as it can be told");
    }

    [Test]
    public async Task Provider_AddsAKey_NewTokensServeAtOnceAndOldOnesGoOn()
    {
        var old = await _provider.TokenAsync();
        await CallAsync(old);
        await _provider.RotateAsync(forget: false);
        await Task.Delay(LeastInterval);

        Assert.That(await CallAsync(await _provider.TokenAsync()), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await CallAsync(old), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Provider_ForgetsAKey_ItsTokensEndWithTheNextFetch()
    {
        var old = await _provider.TokenAsync();
        await CallAsync(old);
        await _provider.RotateAsync(forget: true);
        await Task.Delay(LeastInterval);

        Assert.That(await CallAsync(await _provider.TokenAsync()), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await CallAsync(old), Is.EqualTo(HttpStatusCode.Unauthorized), "also what was remembered as valid");
    }

    [TestCase("""{"keys":[]}""")]
    [TestCase("""{"keys":[{"kty":"oct","kid":"s","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA"}]}""")]
    public async Task Provider_PublishesNoFitKey_RevokesAll(string set)
    {
        var token = await _provider.TokenAsync();
        await CallAsync(token);
        _provider.Behaviour = async http => http.Request.Path == IdentityProvider.KeysPath && await WriteAsync(http, set);
        await Task.Delay(LeastInterval);
        await CallAsync(WithKey(token, "no"));

        Assert.That(await CallAsync(token), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Provider_GoneFromTheStart_CostsItsCallersOnly()
    {
        var token = await _provider.TokenAsync();
        await StopGateAsync();
        _provider.Behaviour = Abort;
        await StartGateAsync();

        Assert.That(await CallAsync(token), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await CallAsync(_gate.Issuer.Token()), Is.EqualTo(HttpStatusCode.OK));

        _provider.Behaviour = null;
        await Task.Delay(LeastInterval);
        Assert.That(await CallAsync(token), Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<bool> SlowAsync(HttpContext http, string how)
    {
        switch (how)
        {
            case "is late":
                await Task.Delay(FetchTimeout * 3, http.RequestAborted);
                return false;
            case "hangs after the head":
                await http.Response.Body.FlushAsync();
                break;
            case "drips":
                while (!http.RequestAborted.IsCancellationRequested)
                {
                    await http.Response.WriteAsync(" ", http.RequestAborted);
                    await http.Response.Body.FlushAsync();
                    await Task.Delay(100, http.RequestAborted);
                }

                break;
        }

        await Task.Delay(Timeout.Infinite, http.RequestAborted);
        return true;
    }

    private async Task<bool> LieAsync(HttpContext http, string what, TestIssuer forger)
    {
        var isKeys = http.Request.Path == IdentityProvider.KeysPath;
        return (isKeys, what) switch
        {
            (false, "another issuer") => await WriteAsync(http, Discovery("https://issuer.example", _provider.Issuer + IdentityProvider.KeysPath)),
            (false, "keys elsewhere, without TLS") => await WriteAsync(http, Discovery(_provider.Issuer, "http://keys.example/jwks")),
            (false, "a redirect of the document") or (true, "a redirect of the keys") => Redirect(http),
            (false, "a page with 200") or (true, "a page instead of keys") => await WriteAsync(http, "<!doctype html><title>Welcome</title>", "text/html"),
            (true, "another issuer") => await WriteAsync(http, forger.Jwks),
            (true, "keys of the wrong shape") => await WriteAsync(http, """{"keys":{"forged":{}}}"""),
            (true, "keys without end") => await WriteWithoutEndAsync(http),
            (true, "keys cut off") => await WriteAsync(http, forger.Jwks[..^10]),
            (true, "an error with keys in it") => await WriteAsync(http, forger.Jwks, status: StatusCodes.Status500InternalServerError),
            _ => false,
        };
    }

    private static string Discovery(string issuer, string keys) => $$"""{"issuer":"{{issuer}}","jwks_uri":"{{keys}}"}""";

    private static bool Redirect(HttpContext http)
    {
        http.Response.Redirect("/elsewhere");
        return true;
    }

    private static Task<bool> Abort(HttpContext http)
    {
        http.Abort();
        return Task.FromResult(true);
    }

    private static async Task<bool> WriteAsync(HttpContext http, string text, string type = "application/json", int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.WriteAsync(text);
        return true;
    }

    private static async Task<bool> WriteWithoutEndAsync(HttpContext http)
    {
        http.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        var spaces = new string(' ', 65_536);
        while (!http.RequestAborted.IsCancellationRequested)
        {
            await http.Response.WriteAsync(spaces, http.RequestAborted);
        }

        return true;
    }

    /// <summary>The token with another <c>kid</c>: who has it must be asked of the provider.</summary>
    private static string WithKey(string token, string keyId) =>
        TestIssuer.Encode($$"""{"alg":"ES256","typ":"at+jwt","kid":"{{keyId}}"}""") + token[token.IndexOf('.', StringComparison.Ordinal)..];

    private static async Task WaitForAsync(Func<bool> condition)
    {
        for (var i = 0; i < 500 && !condition(); i++)
        {
            await Task.Delay(10);
        }

        Assert.That(condition(), Is.True);
    }

    private async Task StartGateAsync()
    {
        _gate = await Gate.StartAsync(
            $"--Gatekeeper:Issuers:1:Issuer={_provider.Issuer}",
            $"--Gatekeeper:Issuers:1:Authority={_provider.Issuer}",
            $"--Gatekeeper:Issuers:1:Audiences:0={TestIssuer.Audience}",
            $"--Gatekeeper:Identity:KeyFetchTimeout={FetchTimeout}",
            $"--Gatekeeper:Identity:MinKeyRefreshInterval={LeastInterval}");
        _client = _gate.Client(subject: null);
    }

    private async Task StopGateAsync()
    {
        _client.Dispose();
        await _gate.DisposeAsync();
    }

    private async Task<string[]> TokensAsync(int count)
    {
        var tokens = new string[count];
        for (var i = 0; i < count; i++)
        {
            tokens[i] = await _provider.TokenAsync();
        }

        return tokens;
    }

    /// <summary>The longest of calls made one after another, each with a token that was never seen and whose key is known.</summary>
    private async Task<TimeSpan> LongestAsync(IReadOnlyList<string> tokens)
    {
        TimeSpan longest = default;
        foreach (var token in tokens)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.That(await CallAsync(token), Is.EqualTo(HttpStatusCode.OK));
            var elapsed = Stopwatch.GetElapsedTime(start);
            longest = elapsed > longest ? elapsed : longest;
        }

        return longest;
    }

    private async Task<HttpStatusCode> CallAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var response = await _client.SendAsync(request);
        return response.StatusCode;
    }
}
