using System.Security.Cryptography;
using Gateway.Contract.Grants;
using Google.Protobuf;
using Grpc.Core;

namespace Deployer.Tests.Support;

/// <summary>Stands in for the gatekeeper: signs grants with a key of its own.</summary>
internal sealed class TestGatekeeper : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestGatekeeper()
    {
        Signer = new EcdsaGrantSigner(_key);
        SessionKey = RandomNumberGenerator.GetBytes(32);
        SessionSigner = new HmacGrantSigner(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), SessionKey);
    }

    public string Issuer { get; init; } = "gatekeeper.test/audit";

    public string PolicyRevision { get; set; } = "sha256:policy";

    public static CallerDocument Caller { get; } = CallerDocument.TryCreate(
        """{"kind":"code","issuer":"https://ci.test","subject":"shop-ci","claims":{},"groups":[],"authenticated_by":"jwt"}""", "rest", "192.0.2.1")!;

    public EcdsaGrantSigner Signer { get; }

    public HmacGrantSigner SessionSigner { get; }

    public byte[] SessionKey { get; }

    public string PublicKeyPem => _key.ExportSubjectPublicKeyInfoPem();

    public GrantClaims Claims(string action, string application, string environment, IMessage request) => Claims(action, application, environment, request.ToByteArray());

    public GrantClaims Claims(string action, string application, string environment, byte[] request)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new GrantClaims
        {
            Issuer = Issuer,
            Audience = "deployer",
            IssuedAt = now,
            ExpiresAt = now + 15,
            Id = Guid.NewGuid().ToString("N"),
            Client = "shop-ci",
            Action = action,
            Application = application,
            Environment = environment,
            RequestHash = Convert.ToHexStringLower(SHA256.HashData(request)),
            DecisionId = Guid.CreateVersion7().ToString(),
            PolicyRevision = PolicyRevision,
            PolicyActivatedAt = now - 100,
            CallerDocumentHash = GrantFormat.HasCallerDocument(action) ? Caller.Sha256 : null,
            CallerJson = """{"kind":"code","issuer":"https://ci.test","subject":"shop-ci","authenticated_by":"jwt"}""",
        };
    }

    public string Sign(GrantClaims claims) => GrantCodec.Encode(claims, GrantFormat.IsChanging(claims.Action) ? Signer : SessionSigner);

    public Metadata Grant(GrantClaims claims) => Beside(Sign(claims), claims.Action);

    /// <summary>The metadata of a call with a grant: where the action has a caller document, that too.</summary>
    public static Metadata Beside(string grant, string action)
    {
        var metadata = new Metadata { { GrantFormat.MetadataKey, grant } };
        if (GrantFormat.HasCallerDocument(action))
        {
            metadata.Add(CallerDocument.MetadataKey, Caller.Encode());
        }

        return metadata;
    }

    public Metadata Grant(string action, string application, string environment, IMessage request) => Grant(Claims(action, application, environment, request));

    public void Dispose() => _key.Dispose();
}
