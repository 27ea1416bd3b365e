using Deploy.V1;
using Gatekeeper.Policy;
using Gatekeeper.Seam;
using Gateway.Contract.Grants;
using Gateway.Hosting.Rpc;
using Google.Protobuf;
using Rego.Values;

namespace Gatekeeper.Tests.Support;

/// <summary>Calls, callers and decisions for tests.</summary>
internal static class Sample
{
    private static readonly MethodCatalog Methods = new();

    public static readonly DateTimeOffset Time = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static Call Call(IMessage message, string door = "grpc", string remoteIp = "10.1.2.3", string? decisionId = null)
    {
        var method = Methods.Entries.Single(entry => entry.Descriptor.InputType == message.Descriptor);
        var frame = GrpcFrame.Allocate(message.CalculateSize());
        message.WriteTo(frame.AsSpan(GrpcFrame.HeadLength));
        return new Call(method, message, frame, new Arrival(decisionId ?? Guid.CreateVersion7().ToString(), Time, door, remoteIp));
    }

    public static Call Create(string reason = "weekly release", string application = "shop") => Call(new CreateDeploymentRequest
    {
        Application = application,
        Environment = "test",
        Version = "1.0.0",
        Reason = reason,
    });

    public static Call Get() => Call(new GetDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d-1" });

    public static Caller Caller(string subject = "repo:org/shop", string claims = "{}")
    {
        var parsed = (RegoObject)RegoJson.Parse(claims);
        return new Caller
        {
            Kind = "code",
            Issuer = "https://ci.example",
            Subject = subject,
            Claims = parsed,
            Groups = RegoArray.Empty,
            AuthenticatedBy = "jwt",
            ExpiresAt = Time.ToUnixTimeSeconds() + 600,
            AsRego = RegoObject.From(
                ("kind", RegoString.From("code")),
                ("issuer", RegoString.From("https://ci.example")),
                ("subject", RegoString.From(subject)),
                ("claims", parsed),
                ("groups", RegoArray.Empty),
                ("authenticated_by", RegoString.From("jwt"))),
        };
    }

    public static CallerDocument? Document(Call call, Caller caller) =>
        call.Method.HasCallerDocument ? CallerDocument.TryCreate(caller.AsRego.ToJson(), call.Arrival.Door, call.Arrival.RemoteIp) : null;

    public static Decision Allowed(Call call, Caller caller) => new()
    {
        IsAllowed = true,
        DecisionId = call.Arrival.DecisionId,
        PolicyRevision = "sha256:abc",
        PolicyActivatedAt = DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000),
        Client = "shop-ci",
        Input = PolicyInputBuilder.Build(call, caller),
        Result = RegoJson.Parse("""{"allow":true,"client":"shop-ci","reasons":[],"obligations":{}}"""),
        EvaluationTime = TimeSpan.FromMicroseconds(5),
    };
}
