using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Deploy.V1;
using Gatekeeper.Audit;
using Gatekeeper.Hosting;
using Gatekeeper.Tests.Support;
using Gateway.Hosting.Posix;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MessageDescriptor = Google.Protobuf.Reflection.MessageDescriptor;

namespace Gatekeeper.Tests.Organisation;

/// <summary>A gatekeeper with the organisation's policies and issuers, its real engine and loader, before a stand-in deployer.</summary>
internal sealed class OrganisationGate : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("organisation-gate-").FullName;
    private readonly CallClock _clock = new();
    private readonly RecordingDecisionLog _log = new();
    private readonly Dictionary<string, (TestIssuer Issuer, HashSet<string> Audiences, string Kind)> _issuers = [];
    private StandInDeployer _deployer = null!;
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    public static async Task<OrganisationGate> StartAsync(BuiltOrganisation organisation)
    {
        var gate = new OrganisationGate();
        gate.AddIssuers(organisation);
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            PrivateFile.Write(Path.Combine(gate._directory, "grant.key"), key.ExportPkcs8PrivateKeyPem(), durable: false);
        }

        gate._deployer = await StandInDeployer.StartAsync(Path.Combine(gate._directory, "d.sock"));
        gate._app = Program.Build(gate.Arguments(organisation), services =>
        {
            services.Replace(ServiceDescriptor.Singleton<IDecisionLog>(gate._log));
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(gate._clock));
            services.AddSingleton<IStartupFilter>(gate._clock);
        });
        await gate._app.StartAsync();
        gate._client = gate.CreateClient();
        for (var i = 0; i < 1_000 && gate._deployer.KeyInstallations == 0; i++)
        {
            await Task.Delay(10);
        }

        return gate;
    }

    /// <summary>Whether some issuer's tokens for this audience pass the door at all, before any policy.</summary>
    public bool Knows(string url, JsonNode audience) => audience is JsonArray many
        ? many.All(one => _issuers[url].Audiences.Contains((string)one!))
        : _issuers[url].Audiences.Contains((string)audience!);

    /// <summary>Makes the call of a question over REST, with a token of its claims, at its time.</summary>
    public async Task<OrganisationAnswer> AskAsync(Question question)
    {
        _clock.CallTime = question.Time;
        using var request = RequestOf(question);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenOf(question));
        using var response = await _client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        var id = response.Headers.TryGetValues("decision-id", out var ids) ? ids.Single() : null;
        var record = _log.Records.Select(entry => entry.Record).LastOrDefault(entry => entry.Arrival.DecisionId == id);
        return new OrganisationAnswer(response.StatusCode, body, record?.Decision);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _deployer.DisposeAsync();
        foreach (var (issuer, _, _) in _issuers.Values)
        {
            issuer.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private HttpClient CreateClient()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_directory, "state", "tls", DevelopmentCertificate.AuthorityFile)));
        return new HttpClient(new SocketsHttpHandler { SslOptions = new() { CertificateChainPolicy = policy } })
        {
            BaseAddress = new Uri(_app.Services.GetRequiredService<ServedAddress>().Url),
        };
    }

    private void AddIssuers(BuiltOrganisation organisation)
    {
        foreach (var entry in organisation.Issuers)
        {
            var url = (string)entry["url"]!;
            if (!_issuers.TryGetValue(url, out var known))
            {
                known = (new TestIssuer(url, $"key-{_issuers.Count}"), [], (string)entry["kind"]!);
                _issuers.Add(url, known);
                File.WriteAllText(Path.Combine(_directory, $"{known.Issuer.KeyId}.json"), known.Issuer.Jwks);
            }

            known.Audiences.Add((string)entry["audience"]!);
        }
    }

    private string[] Arguments(BuiltOrganisation organisation) =>
    [
        $"--Gatekeeper:StateDirectory={_directory}/state",
        "--Gatekeeper:Listen=127.0.0.1:0",
        "--Gatekeeper:Development=true",
        $"--Gatekeeper:Policy:Directory={organisation.Directory}",
        "--Gatekeeper:Policy:EvaluationTimeout=00:00:05",
        "--Gatekeeper:RateLimits:DenialsPerSecond=1000000",
        "--Gatekeeper:RateLimits:DenialsPerSecondOfCaller=1000000",
        $"--Gatekeeper:Deployer:Socket={_directory}/d.sock",
        $"--Gatekeeper:Grants:SigningKeyFile={_directory}/grant.key",
        .. _issuers.Values.SelectMany((issuer, i) => IssuerArguments($"--Gatekeeper:Issuers:{i}", issuer.Issuer, issuer.Audiences, issuer.Kind)),
    ];

    private IEnumerable<string> IssuerArguments(string section, TestIssuer issuer, IEnumerable<string> audiences, string kind) =>
    [
        $"{section}:Issuer={issuer.Issuer}",
        $"{section}:JwksFile={_directory}/{issuer.KeyId}.json",
        $"{section}:CallerKind={kind}",
        .. audiences.Select((audience, i) => $"{section}:Audiences:{i}={audience}"),
    ];

    // Neither Jenkins nor Kubernetes says what its tokens are.
    private static bool HasNoTokenType(string url) =>
        url.Contains("jenkins", StringComparison.Ordinal) || url.Contains("kubernetes", StringComparison.Ordinal);

    private string TokenOf(Question question)
    {
        var issuer = _issuers[question.Url].Issuer;
        var claims = question.Claims.DeepClone().AsObject();
        claims["iat"] = question.Time.ToUnixTimeSeconds() - 1;
        claims["exp"] = question.Time.ToUnixTimeSeconds() + 600;
        return issuer.Sign(issuer.Header(type: HasNoTokenType(question.Url) ? null : "JWT"), claims.ToJsonString());
    }

    private static HttpRequestMessage RequestOf(Question question)
    {
        var place = $"/v1/applications/{question.Call["application"]}/environments/{question.Call["environment"]}";
        return question.Action switch
        {
            "deploy" => Post($"{place}/deployments", question, CreateDeploymentRequest.Descriptor),
            "rollback" => Post($"{place}:rollback", question, RollBackDeploymentRequest.Descriptor),
            "approve" => Post($"{place}/deployments/d-1:approve", question, ApproveDeploymentRequest.Descriptor),
            "hold" => new HttpRequestMessage(HttpMethod.Post, $"{place}:hold") { Content = JsonContent.Create(new JsonObject { ["reason"] = "an incident" }) },
            "get" => new HttpRequestMessage(HttpMethod.Get, $"{place}/deployments/d-1"),
            "read_audit" => new HttpRequestMessage(HttpMethod.Get, $"{place}/reviews"),
            "read_policy" => new HttpRequestMessage(HttpMethod.Get, "/v1/policy/status"),
            _ => throw new ArgumentException($"{question.Action} has no door here.", nameof(question)),
        };
    }

    private static HttpRequestMessage Post(string path, Question question, MessageDescriptor message)
    {
        // What the contract does not know yet is left out: it would be refused.
        var known = question.Call["request"]!.AsObject().Where(member => message.FindFieldByName(member.Key) is not null);
        var body = new JsonObject(known.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        return new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
    }
}
