using System.Diagnostics;
using System.Net;
using Deploy.V1;
using Gatekeeper.Audit;
using Gatekeeper.Tests.Support;
using NUnit.Framework;

namespace Gatekeeper.Tests.Identity;

/// <summary>Who is let in at all, from the header of a call to the caller that policies see.</summary>
public sealed class AuthenticationTests
{
    private const string Path = "/v1/applications/shop/environments/test/deployments/d-1";

    private Gate _gate = null!;

    [SetUp]
    public async Task StartAsync() => _gate = await Gate.StartAsync("--Gatekeeper:RateLimits:FailedAuthenticationsPerSecond=5", "--Gatekeeper:RateLimits:BurstSeconds=1");

    [TearDown]
    public async Task StopAsync() => await _gate.DisposeAsync();

    [TestCase("Basic dXNlcjpwYXNz", "TOKEN_MALFORMED")]
    [TestCase("Bearer", "TOKEN_MALFORMED")]
    [TestCase("Bearer  x", "TOKEN_MALFORMED")]
    [TestCase("Bearer nope", "TOKEN_MALFORMED")]
    public async Task AnyCall_CredentialsThatAreNone_Is401(string authorization, string reason)
    {
        using var client = _gate.Client(subject: null);
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await client.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(reason));
        Assert.That(response.Headers.WwwAuthenticate.Single().Scheme, Is.EqualTo("Bearer"));
    }

    [Test]
    public async Task AnyCall_TypeAskedFor_IsNeeded()
    {
        await using var strict = await Gate.StartAsync("--Gatekeeper:Issuers:0:RequireTokenType=true");
        using var client = strict.Client();
        Assert.That((await client.GetAsync(Path)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        client.DefaultRequestHeaders.Authorization = new("Bearer", strict.Issuer.Sign(strict.Issuer.Header(type: null), strict.Issuer.Claims()));
        using var response = await client.GetAsync(Path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("TOKEN_TYPE"));
    }

    [Test]
    public async Task AnyCall_KeysRotated_OldTokensEndAndNewOnesServe()
    {
        using var client = _gate.Client();
        Assert.That((await client.GetAsync(Path)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var next = new TestIssuer(keyId: "key-2");
        await File.WriteAllTextAsync(System.IO.Path.Combine(_gate.Directory, "jwks.json"), next.Jwks);
        var status = HttpStatusCode.OK;
        for (var i = 0; i < 100 && status == HttpStatusCode.OK; i++)
        {
            await Task.Delay(100);
            status = (await client.GetAsync(Path)).StatusCode;
        }

        Assert.That(status, Is.EqualTo(HttpStatusCode.Unauthorized));
        client.DefaultRequestHeaders.Authorization = new("Bearer", next.Token());
        Assert.That((await client.GetAsync(Path)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task AnyCall_FifoInPlaceOfTheKeys_KnownKeysServeOthersAreToldAndItRecovers()
    {
        await using var gate = await Gate.StartAsync("--Gatekeeper:Identity:MinKeyRefreshInterval=00:00:01", "--Gatekeeper:Identity:KeyFetchTimeout=00:00:01");
        using var client = gate.Client();
        Assert.That((await client.GetAsync(Path)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var file = System.IO.Path.Combine(gate.Directory, "jwks.json");
        File.Delete(file);
        using (var make = Process.Start("mkfifo", [file]))
        {
            await make.WaitForExitAsync();
        }

        using var next = new TestIssuer(keyId: "key-2");
        using var other = gate.Client(subject: null);
        other.Timeout = TimeSpan.FromSeconds(30);
        other.DefaultRequestHeaders.Authorization = new("Bearer", next.Token());
        await UntilAsync(other, HttpStatusCode.ServiceUnavailable);
        Assert.That((await client.GetAsync(Path)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(gate.Logged.Lines.Where(line => line.Event == 2001).Select(line => line.Text), Has.Some.Contains("cannot be used: Something else stands where a regular file is expected"));

        File.Delete(file);
        await File.WriteAllTextAsync(file, next.Jwks);
        await UntilAsync(other, HttpStatusCode.OK);
    }

    private static async Task UntilAsync(HttpClient client, HttpStatusCode expected)
    {
        var status = (await client.GetAsync(Path)).StatusCode;
        for (var i = 0; i < 100 && status != expected; i++)
        {
            await Task.Delay(100);
            status = (await client.GetAsync(Path)).StatusCode;
        }

        Assert.That(status, Is.EqualTo(expected));
    }

    [Test]
    public async Task AnyCall_ManyFailures_IsRateLimitedWithRetryAfter()
    {
        using var client = _gate.Client(subject: null);
        HttpResponseMessage response;
        var tries = 0;
        do
        {
            response = await client.GetAsync(Path);
            tries++;
        }
        while (response.StatusCode == HttpStatusCode.Unauthorized && tries < 50);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(response.Headers.RetryAfter!.Delta, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));

        // Behind one address stand many: a token that was never seen before is taken at once.
        using var good = _gate.Client("newcomer");
        Assert.That((await good.GetAsync(Path)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task AnyCall_Refused_LeavesNoTraceOfTheCredential()
    {
        using var client = _gate.Client(subject: null);
        using var request = new HttpRequestMessage(HttpMethod.Get, Path + "?access_token=canary-query");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer canary-header");
        using var response = await client.SendAsync(request);

        var record = _gate.Log.Records.Single().Record;
        Assert.Multiple(async () =>
        {
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Not.Contain("canary"));
            Assert.That(response.Headers.ToString(), Does.Not.Contain("canary"));
            Assert.That($"{record.Path} {record.Detail}", Does.Not.Contain("canary"));
            Assert.That(record.Reason, Is.EqualTo(ErrorReason.TokenMalformed));
        });
    }
}
