using System.Security.Cryptography;
using Deploy.V1;
using Gatekeeper.Calls;
using Gatekeeper.Execution;
using Gatekeeper.Grants;
using Gatekeeper.Seam;
using Gateway.Contract.Grants;
using Gateway.Contract.Hashing;
using Gateway.Hosting.Grants;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using RecordedCall = Deploy.V1.RecordedCall;

namespace Gatekeeper.Tests.Execution;

/// <summary>A gatekeeper's key, the calls that it let through, and what a deployer would ask about them.</summary>
internal sealed class Installation : IDisposable
{
    public const string Application = "shop";
    public const string Place = "production";
    public const string DeploymentId = "d-1";
    public static readonly string Digest = "sha256:" + new string('a', 64);
    public static readonly DateTimeOffset AskedAt = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly MethodCatalog Methods = new();

    public Installation()
    {
        Signer = new EcdsaGrantSigner(Key);
        Identity = new GrantIdentity("gate.test/audit", "deployer");
        Prover = new CallProver(Methods, VerificationKeys.Load("Gatekeeper:Grants:TrustedKeyFiles", [], Signer.PublicKey), Identity, new CallOptions());
    }

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public EcdsaGrantSigner Signer { get; }

    public GrantIdentity Identity { get; }

    public CallProver Prover { get; }

    public static CreateDeploymentRequest Create(string version = "2.1.0", string digest = "", string place = Place) =>
        new() { Application = Application, Environment = place, Version = version, Digest = digest, Reason = "weekly" };

    public static ApproveDeploymentRequest Approve(string deploymentId = DeploymentId, string place = Place, string review = "") =>
        new() { Application = Application, Environment = place, DeploymentId = deploymentId, ReviewDigest = review };

    public static CallerDocument Caller(string subject) =>
        CallerDocument.TryCreate($$"""{"kind":"person","issuer":"https://login.test","subject":"{{subject}}","claims":{"sub":"{{subject}}"},"groups":[],"authenticated_by":"jwt"}""", "rest", "192.0.2.7")!;

    /// <summary>A call as the deployer keeps it.</summary>
    /// <param name="message">The request.</param>
    /// <param name="subject">Who called.</param>
    /// <param name="change">What the grant says otherwise.</param>
    /// <param name="signer">Who signs instead.</param>
    /// <param name="caller">What policy saw of the caller, where that is to be more than the subject.</param>
    public RecordedCall Record(IMessage message, string subject = "alice", Func<GrantClaims, GrantClaims>? change = null, GrantSigner? signer = null, CallerDocument? caller = null)
    {
        var method = Methods.Entries.Single(entry => entry.Descriptor.InputType == message.Descriptor);
        var document = caller ?? Caller(subject);
        var claims = new GrantClaims
        {
            Issuer = Identity.Issuer,
            Audience = Identity.Audience,
            IssuedAt = AskedAt.ToUnixTimeSeconds(),
            ExpiresAt = AskedAt.ToUnixTimeSeconds() + 15,
            Id = Guid.NewGuid().ToString("N"),
            Client = subject,
            Action = method.Action,
            Application = method.ApplicationOf(message),
            Environment = method.EnvironmentOf(message),
            RequestHash = Sha256Digest.ComputeHexadecimal(message.ToByteArray()),
            DecisionId = Guid.CreateVersion7().ToString(),
            PolicyRevision = "sha256:then",
            PolicyActivatedAt = AskedAt.ToUnixTimeSeconds() - 100,
            CallerDocumentHash = document.Sha256,
        };
        return new RecordedCall
        {
            Method = method.Descriptor.FullName,
            Message = message.ToByteString(),
            Grant = GrantCodec.Encode(change?.Invoke(claims) ?? claims, signer ?? Signer),
            CallerDocument = ByteString.CopyFrom(document.Bytes.Span),
        };
    }

    /// <summary>What the deployer asks about a request and its approvals.</summary>
    public DecisionRequest Ask(RecordedCall request, params RecordedCall[] approvals) => new()
    {
        DecisionRequestId = Guid.CreateVersion7().ToString(),
        Application = Application,
        Environment = Place,
        DeploymentId = DeploymentId,
        Request = request,
        Approvals = { approvals },
        Facts = new ExecutionFacts { Version = "2.1.0", Digest = Digest, Size = 1000, Name = "shop-2.1.0.tar.gz", Source = "releases", SucceededIn = { "test" } },
        CreateTime = AskedAt.ToTimestamp(),
        PolicyRevision = "sha256:test",
    };

    public DecisionRequest Ask() => Ask(Record(Create()));

    /// <summary>What the deployer asks about a request of alice's with these approvals.</summary>
    public DecisionRequest AskWith(params RecordedCall[] approvals) => Ask(Record(Create()), approvals);

    public void Dispose() => Key.Dispose();
}
