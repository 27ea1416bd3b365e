using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Deploy.V1;
using Gatekeeper.Audit;
using Gatekeeper.Grants;
using Gatekeeper.Policy;
using Gatekeeper.Seam;
using Gateway.Contract.Grants;
using Gateway.Hosting.Rpc;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Rego.Values;

namespace Benchmarks.Micro;

/// <summary>What the gate does for one call besides the evaluation, on the shipped policies.</summary>
public class GateBenchmarks
{
    private readonly PolicyOptions _options = new() { Directory = Repository.Policies, EvaluationTimeout = TimeSpan.FromSeconds(5) };
    private readonly RecordEncoder _encoder = new("""{"id":"gatekeeper.local/audit","version":"0.1.0"}""");
    private string _state = "";
    private Call _call = null!;
    private Caller _caller = null!;
    private PolicyDecisionPoint _policy = null!;
    private Decision _decision = null!;
    private GrantIssuer _grants = null!;
    private DecisionLog _log = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _state = Directory.CreateTempSubdirectory("gate-bench-").FullName;
        _call = MakeCall();
        _caller = MakeCaller();
        _policy = new PolicyDecisionPoint(new FixedPolicies(_options.Directory), _options, TimeProvider.System);
        _decision = _policy.Decide(_call, _caller);
        if (!_decision.IsAllowed)
        {
            throw new InvalidOperationException($"The shipped policies do not allow the call: {string.Join("; ", _decision.Reasons)} {_decision.Fault}");
        }

        var ring = new SessionKeyRing();
        ring.Use(new HmacGrantSigner("k", RandomNumberGenerator.GetBytes(32)));
        _grants = new GrantIssuer(
            new EcdsaGrantSigner(ECDsa.Create(ECCurve.NamedCurves.nistP256)), ring, new GrantIdentity("o", "deployer"), new GrantsOptions(), TimeProvider.System);
        _log = DecisionLog.Open(new DecisionLogOptions(), _state, TimeProvider.System, NullLogger.Instance);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _log.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }

    [Benchmark]
    public object BuildInput() => PolicyInputBuilder.Build(_call, _caller);

    [Benchmark]
    public object DecideCall() => _policy.Decide(_call, _caller);

    [Benchmark]
    public void EncodeRecord() => _encoder.Encode(DecisionRecord.ForDecision(_call, _caller, _decision)).Release();

    [Benchmark]
    public string IssueReadingGrant() => _grants.Issue(_call, _decision, _caller, document: null);

    [Benchmark]
    public async Task RecordReadingCall() =>
        await _log.RecordAsync(DecisionRecord.ForDecision(_call, _caller, _decision), durable: false, CancellationToken.None);

    private static Call MakeCall()
    {
        var message = new GetDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "0198f0a0-0000-7000-8000-000000000001" };
        var frame = GrpcFrame.Allocate(message.CalculateSize());
        message.WriteTo(frame.AsSpan(GrpcFrame.HeadLength));
        var method = DeployService.Descriptor.FindMethodByName("GetDeployment");
        return new Call(new MethodCatalogEntry(method, RestRoute.Parse("GET", "/v1/x", hasBody: false)), message, frame, new Arrival(Guid.CreateVersion7().ToString(), DateTimeOffset.UtcNow, CallContext.Grpc, "10.1.2.3"));
    }

    private static Caller MakeCaller()
    {
        var claims = (RegoObject)RegoJson.Parse(
            """{"aud":"gatekeeper","exp":1800000000,"iat":1799999000,"iss":"https://ci.gate.localhost","jti":"0b6c2f3e","sub":"shop-ci"}""");
        return new Caller
        {
            Kind = "code",
            Issuer = "https://ci.gate.localhost",
            Subject = "shop-ci",
            Claims = claims,
            Groups = RegoArray.Empty,
            AuthenticatedBy = "jwt",
            ExpiresAt = 1_800_000_000,
            AsRego = RegoObject.From(
                ("kind", RegoString.From("code")),
                ("issuer", RegoString.From("https://ci.gate.localhost")),
                ("subject", RegoString.From("shop-ci")),
                ("claims", claims),
                ("groups", RegoArray.Empty),
                ("groups_complete", RegoBoolean.True),
                ("authenticated_by", RegoString.From("jwt"))),
        };
    }
}
