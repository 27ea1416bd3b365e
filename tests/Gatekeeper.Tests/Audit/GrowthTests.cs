using System.Net;
using System.Text;
using System.Text.Json;
using Gatekeeper.Tests.Support;
using Gateway.Contract.Audit;
using NUnit.Framework;

namespace Gatekeeper.Tests.Audit;

/// <summary>What calls of each kind add to the audit log, whose size whoever may call can drive: printed, and held to a bound.</summary>
public sealed class GrowthTests
{
    private const int AtOnce = 32;
    private const string Environments = "/v1/applications/shop/environments/";

    private static readonly string[] Unlimited =
    [
        "--Gatekeeper:RateLimits:ChangesPerSecond=1000000",
        "--Gatekeeper:RateLimits:FailedAuthenticationsPerSecond=1000000",
    ];

    /// <summary>What is sent, what is answered as long as no limit is reached, and the most that ten thousand of them add in bytes.</summary>
    private static readonly Dictionary<string, (Func<HttpRequestMessage> Request, HttpStatusCode Status, long MostBytes)> Kinds = new()
    {
        ["allowed create"] = (() => Post("test", """{"version":"1.0.0"}"""), HttpStatusCode.OK, 16_000_000),
        ["allowed create, a reason of 300 letters of Japanese"] = (() => Post("test", $$"""{"version":"1.0.0","reason":"{{new string('配', 300)}}"}"""), HttpStatusCode.OK, 25_000_000),
        ["read"] = (Get, HttpStatusCode.OK, 16_000_000),
        ["read, 12 KB of claims"] = (Get, HttpStatusCode.OK, 50_000_000),
        ["denied create"] = (() => Post("production", """{"version":"1.0.0"}"""), HttpStatusCode.Forbidden, 400_000),
        ["refused token"] = (() => WithToken("eyJhbGciOiJFUzI1NiJ9.e30.c2ln"), HttpStatusCode.Unauthorized, 5_000_000),
        ["malformed, 100 unknown members"] = (
            () => Post("test", $$"""{{{string.Join(",", Enumerable.Range(0, 100).Select(i => $"\"unknown{i}\":1"))}}}"""), HttpStatusCode.BadRequest, 5_000_000),
    };

    // GATEKEEPER_GROWTH_CALLS=10000 prints the table of ten thousand calls of each kind, in some minutes.
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("GATEKEEPER_GROWTH_CALLS"), out var count) && count > 0 ? count : 1_000;

    private static IEnumerable<TestCaseData> Cases() => Kinds.Keys.Select(kind => new TestCaseData(kind, Count));

    [TestCaseSource(nameof(Cases))]
    public async Task Growth_OfCallsOfAKind_IsBounded(string name, int count)
    {
        var kind = Kinds[name];
        await using var gate = await Gate.StartAsync(keepsRecords: true, Unlimited);
        using (var client = gate.Client(version: new Version(2, 0)))
        {
            if (name.Contains("claims", StringComparison.Ordinal))
            {
                client.DefaultRequestHeaders.Authorization = new("Bearer", BigToken(gate));
            }

            var answers = await SendAsync(client, kind.Request, count);
            Assert.That(answers.Keys, Is.SubsetOf(new[] { kind.Status, HttpStatusCode.TooManyRequests }).And.Contains(kind.Status));
        }

        await gate.CloseAsync();
        var log = Path.Combine(gate.Directory, "state", "audit");
        var lines = LogReader.ReadAll(log).ToList();
        var bytes = LogLayout.FindSegments(log).Sum(segment => new FileInfo(segment.Path).Length);
        TestContext.Out.WriteLine($"| {name} | {count} | {lines.Count} | {bytes / 1024.0:F0} KiB | {lines.Max(line => line.Json.Length)} |");
        Assert.That(bytes, Is.LessThan(kind.MostBytes));
        Assert.That(Recorded(lines), Is.GreaterThanOrEqualTo(count));
    }

    /// <summary>One record for each, or counted in one.</summary>
    private static long Recorded(IEnumerable<LogEntry> lines) => lines.Sum(line =>
    {
        using var record = JsonDocument.Parse(line.Json);
        return line.Kind is "decision" or "refusal" ? 1
            : line.Kind != "summary" ? 0
            : new[] { "refusals", "limited" }.Sum(member => record.RootElement.TryGetProperty(member, out var counts)
                ? counts.EnumerateArray().Sum(count => count.GetProperty("count").GetInt64())
                : 0);
    });

    private static async Task<Dictionary<HttpStatusCode, int>> SendAsync(HttpClient client, Func<HttpRequestMessage> request, int count)
    {
        var left = count;
        var senders = Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            var answers = new List<HttpStatusCode>();
            while (Interlocked.Decrement(ref left) >= 0)
            {
                using var message = request();
                message.Version = new Version(2, 0);
                using var answer = await client.SendAsync(message);
                answers.Add(answer.StatusCode);
            }

            return answers;
        });
        return (await Task.WhenAll(senders)).SelectMany(answers => answers).CountBy(status => status).ToDictionary();
    }

    private static HttpRequestMessage Get() => new(HttpMethod.Get, Environments + "test/deployments/d-1");

    private static HttpRequestMessage Post(string environment, string json) => new(HttpMethod.Post, $"{Environments}{environment}/deployments")
    {
        Content = new StringContent(json, Encoding.UTF8, "application/json"),
    };

    private static HttpRequestMessage WithToken(string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Environments + "test/deployments");
        request.Headers.Authorization = new("Bearer", token);
        return request;
    }

    private static string BigToken(Gate gate)
    {
        var groups = string.Join(",", Enumerable.Range(0, 300).Select(i => $"\"department-{i:D4}/team-of-the-many-{i:D4}\""));
        return gate.Issuer.Sign(gate.Issuer.Header(), gate.Issuer.Claims()[..^1] + $",\"roles\":[{groups}]}}");
    }
}
