using System.Net;
using System.Text;
using Deploy.V1;
using Gatekeeper.Limits;
using Gatekeeper.Seam;
using Gatekeeper.Tests.Support;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Gatekeeper.Tests.Limits;

public sealed class DenialLimitsTests
{
    private const string Deployments = "/v1/applications/{0}/environments/production/deployments";

    private readonly FakeTimeProvider _time = new();

    [Test]
    public void Find_CallerThatWasDeniedTooOften_IsLimitedForThatKindOfCallUntilTimePasses()
    {
        var limits = new DenialLimits(new RateLimitOptions { DenialsPerSecond = 1, DenialsPerSecondOfCaller = 10, DenialBurstSeconds = 5 }, _time);
        var caller = Sample.Caller();
        Deny(limits, Sample.Create(), caller, 5);

        var limited = limits.Find(Sample.Create(), caller);
        Assert.That(limited, Is.Not.Null);
        Assert.That((limited!.Reason, limited.IsOnlyCounted, limited.RetryAfter), Is.EqualTo((ErrorReason.RateLimited, true, (TimeSpan?)TimeSpan.FromSeconds(1))));
        Assert.That(limits.Find(Sample.Get(), caller), Is.Null, "another action");
        Assert.That(limits.Find(Sample.Create(application: "till"), caller), Is.Null, "another application");
        Assert.That(limits.Find(Sample.Create(), Sample.Caller("repo:org/other")), Is.Null, "another caller");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(limits.Find(Sample.Create(), caller), Is.Null, "after a while");
    }

    [Test]
    public void Find_CallerThatIsDeniedManyApplications_IsLimitedAsACaller()
    {
        var limits = new DenialLimits(new RateLimitOptions { DenialsPerSecond = 1, DenialsPerSecondOfCaller = 10, DenialBurstSeconds = 5 }, _time);
        var caller = Sample.Caller();
        for (var i = 0; i < 50; i++)
        {
            Assert.That(limits.Find(Sample.Create(application: $"a-{i}"), caller), Is.Null);
            limits.Count(Sample.Create(application: $"a-{i}"), caller);
        }

        Assert.That(limits.Find(Sample.Create(application: "a-50"), caller)?.RetryAfter, Is.EqualTo(TimeSpan.FromMilliseconds(100)));
        Assert.That(limits.Find(Sample.Create(application: "a-50"), Sample.Caller("repo:org/other")), Is.Null);
    }

    [Test]
    public async Task Call_DeniedTooOften_Is429BeforeItIsDecidedWithoutAnIdAndCounted()
    {
        await using var gate = await Gate.StartAsync("--Gatekeeper:RateLimits:DenialsPerSecond=1", "--Gatekeeper:RateLimits:DenialBurstSeconds=3600");
        using var client = gate.Client();
        await ExpectAsync(client, "shop", HttpStatusCode.Forbidden);
        var denied = gate.Log.Records.Single().Record;
        Deny(gate.Services.GetRequiredService<DenialLimits>(), denied.Call!, denied.Caller!, 3_600);
        gate.Log.Records.Clear();
        var asked = 0;
        gate.Policy.Answer = input =>
        {
            Interlocked.Increment(ref asked);
            return StandInPolicy.Default(input);
        };

        using var limited = await PostAsync(client, "shop");
        Assert.Multiple(async () =>
        {
            Assert.That(limited.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
            Assert.That(limited.Headers.RetryAfter?.Delta, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));
            Assert.That(limited.Headers.Contains("decision-id"), Is.False);
            Assert.That(await limited.Content.ReadAsStringAsync(), Does.Contain("RATE_LIMITED").And.Not.Contain("decision_id"));
            Assert.That(asked, Is.Zero);
            Assert.That(gate.Log.Records, Is.Empty);
            Assert.That(gate.Log.Counted.Select(counted => (counted.Caller.Subject, counted.Call.Action, counted.Call.Application)), Is.EqualTo(new[] { ("shop-ci", "deploy", "shop") }));
        });
        await ExpectAsync(client, "till", HttpStatusCode.Forbidden);
        using var grpc = gate.Client(version: new Version(2, 0));
        var reply = await GrpcExchange.SendAsync(grpc, "CreateDeployment", new CreateDeploymentRequest { Application = "shop", Environment = "production", Version = "1.0.0" });
        Assert.That((reply.Code, reply.Reason, reply.Headers.ContainsKey("decision-id")), Is.EqualTo((StatusCode.ResourceExhausted, "RATE_LIMITED", false)));
    }

    private static void Deny(DenialLimits limits, Call call, Caller caller, int count)
    {
        for (var i = 0; i < count; i++)
        {
            limits.Count(call, caller);
        }
    }

    private static async Task ExpectAsync(HttpClient client, string application, HttpStatusCode status)
    {
        using var answer = await PostAsync(client, application);
        Assert.That(answer.StatusCode, Is.EqualTo(status));
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string application) => client.PostAsync(
        new Uri(Deployments.Replace("{0}", application, StringComparison.Ordinal), UriKind.Relative), new StringContent("""{"version":"1.0.0"}""", Encoding.UTF8, "application/json"));
}
