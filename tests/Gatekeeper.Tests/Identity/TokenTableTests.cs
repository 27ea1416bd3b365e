using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Deploy.V1;
using Gatekeeper.Audit;
using Gatekeeper.Calls;
using Gatekeeper.Identity;
using Gatekeeper.Seam;
using Gatekeeper.Tests.Support;
using Gateway.Hosting.Rpc;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace Gatekeeper.Tests.Identity;

/// <summary>
/// Tokens in the shape that each issuer gives them, good, odd and forged, each through the door: the verdict, the reason that the caller
/// gets, and the fault in the record.
/// </summary>
public sealed class TokenTableTests
{
    private const string Path = "/v1/applications/shop/environments/test/deployments/d-1";

    private static readonly Dictionary<string, (string? Type, string Claims)> Shapes = new()
    {
        ["GitHub Actions"] = ("JWT", """{"sub":"repo:acme/shop:environment:production","environment":"production","repository_id":"74","actor_id":"12","run_attempt":"1","ref":"refs/heads/main","job_workflow_ref":"acme/ci/.github/workflows/w.yml@refs/heads/main","runner_environment":"github-hosted"}"""),
        ["GitLab"] = ("JWT", """{"sub":"project_path:acme/shop:ref_type:branch:ref:main","project_id":"22","user_id":"42","environment":"production","ref_protected":"true","user_access_level":"developer","groups_direct":["acme"]}"""),
        ["Jenkins"] = (null, """{"sub":"https://jenkins.example/job/shop/job/deploy/","build_number":"17","aud":["gatekeeper"]}"""),
        ["Kubernetes"] = (null, """{"sub":"system:serviceaccount:gitops:argo","aud":["gatekeeper"],"jti":"ea28","kubernetes.io":{"namespace":"gitops","serviceaccount":{"name":"argo","uid":"14ee"}}}"""),
        ["Entra"] = ("JWT", """{"sub":"AAAAAAAAAAAAAAAAAAAAAIkz","oid":"00000000-0000-0000-66f3-3332eca7ea81","tid":"9122","ver":"2.0","idtyp":"user","azp":"gatekeeper","azpacr":"1","scp":"deploy","uti":"x","rh":"0."}"""),
        ["Keycloak"] = ("JWT", """{"sub":"24fd","aud":["gatekeeper","account"],"azp":"deploy-cli","typ":"Bearer","sid":"66ef","acr":"1","realm_access":{"roles":["offline_access"]},"resource_access":{"account":{"roles":["view-profile"]}}}"""),
        ["Okta"] = ("at+jwt", """{"sub":"kim@acme.example","ver":1,"jti":"AT.1","cid":"0oa1","uid":"00u1","scp":["openid","deploy"],"auth_time":1700000000}"""),
        ["Google"] = ("JWT", """{"sub":"110169484474386276334","azp":"gatekeeper","email":"kim@acme.example","email_verified":true,"hd":"acme.example","at_hash":"HK6E"}"""),
        ["Buildkite"] = ("JWT", """{"sub":"organization:acme:pipeline:shop:ref:refs/heads/main:commit:9f3182061f1e2cca4702c368cbc039b7dc9d4485:step:deploy","organization_id":"018a","pipeline_id":"018b","build_number":9,"agent_id":"018c"}"""),
        ["CircleCI"] = ("JWT", """{"sub":"org/3bc1/project/8ba1/user/4a2c","oidc.circleci.com/project-id":"8ba1","oidc.circleci.com/context-ids":["c1"]}"""),
    };

    private TestIssuer _issuer = null!;
    private Gate _gate = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _gate = await Gate.StartAsync(
            "--Gatekeeper:RateLimits:FailedAuthenticationsPerSecond=10000",
            "--Gatekeeper:RateLimits:ReadsPerSecond=10000",
            "--Gatekeeper:Issuers:0:AdditionalAudiences:0=account",
            "--Gatekeeper:Issuers:0:AuthorizedParties:0=gatekeeper",
            "--Gatekeeper:Issuers:0:AuthorizedParties:1=deploy-cli");
        _issuer = _gate.Issuer;
        _client = _gate.Client(subject: null);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _gate.DisposeAsync();
    }

    private static IEnumerable<TestCaseData> Tokens() =>
        Shapes.Keys.SelectMany(shape => Changes.Keys.Select(change => new TestCaseData(shape, change).SetArgDisplayNames(shape, change)));

    [TestCaseSource(nameof(Tokens))]
    public async Task AnyCall_Token_HasItsVerdictAndItsReason(string shape, string change)
    {
        var (expected, make) = Changes[change];
        var token = make(new Draft(_issuer, Shapes[shape].Type, Claims(Shapes[shape].Claims)));
        _gate.Log.Records.Clear();
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var response = await _client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();

        var record = _gate.Log.Records.Single().Record;
        if (expected == TokenFault.None)
        {
            Assert.That(((int)response.StatusCode, record.Decision?.IsAllowed, record.Token), Is.EqualTo((200, (bool?)true, (TokenRefusal?)null)), body);
            return;
        }

        var reason = TokenErrors.Of(expected, new IdentityOptions()).Reason;
        Assert.Multiple(() =>
        {
            Assert.That(((int)response.StatusCode, record.Token?.Fault, record.Reason), Is.EqualTo((401, (TokenFault?)expected, reason)), body);
            Assert.That(body, Does.Contain($"\"{ErrorReasons.NameOf(reason)}\""));
            Assert.That(response.Headers.WwwAuthenticate.Single().Parameter, Does.Contain("invalid_token"));
            Assert.That(body, Does.Not.Contain("acme").And.Not.Contain("canary"), "no value of the token");
            Assert.That(record.Token!.Issuer, expected is TokenFault.Issuer or TokenFault.Form or TokenFault.Claims or TokenFault.Length ? Is.Null : Is.EqualTo(_issuer.Issuer));
        });
    }

    // Keycloak's tokens name the client that they were given to: what is wrong is shown to the operator, and told apart from a wrong aud.
    [Test]
    public async Task AnyCall_TokenOfAnotherParty_ShowsTheOperatorTheParty()
    {
        var token = new Draft(_issuer, "JWT", Claims(Shapes["Keycloak"].Claims)).With("azp", "ci-client" + new string('x', 200)).Sign();
        _gate.Log.Records.Clear();
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var response = await _client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();

        var refused = _gate.Log.Records.Single().Record.Token!;
        Assert.That(((int)response.StatusCode, refused.Fault), Is.EqualTo((401, TokenFault.AuthorizedParty)), body);
        Assert.That(body, Does.Contain("\"TOKEN_PARTY\"").And.Not.Contain("ci-client"));
        Assert.That(refused.AuthorizedParty, Does.StartWith("ci-clientx").And.EndsWith("…").And.Length.EqualTo(129));
        Assert.That(refused.Audiences, Is.EqualTo((string[])["gatekeeper", "account"]));
        using var buffer = new RecordingLoggerProvider();
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(buffer));
        new TokenRefusalLog(TimeProvider.System, factory.CreateLogger<TokenRefusalLog>()).Tell(refused with { AuthorizedParty = "ci\nclient" });
        Assert.That(buffer.Lines.Single().Text, Does.Contain("aud [\"gatekeeper\",\"account\"], azp \"ci\\nclient\";"));
    }

    [Test]
    public void Parse_DatesWithFractions_AreValidForLessTime()
    {
        var claims = Claims("""{"sub":"s"}""");
        (claims["exp"], claims["nbf"], claims["iat"]) = (200.9, 100.1, 99.1);
        var token = TokenParser.Parse(_issuer.Sign(_issuer.Header(), claims.ToJsonString()));

        Assert.That((token.ExpiresAt, token.NotBefore, token.IssuedAt), Is.EqualTo((200L, (long?)101, (long?)100)));
    }

    private static readonly Dictionary<string, (TokenFault Fault, Func<Draft, string> Make)> Changes = new()
    {
        ["as it comes"] = (TokenFault.None, draft => draft.Sign()),
        ["signed with RSA"] = (TokenFault.None, draft => draft.SignRsa()),
        ["no nbf, no iat"] = (TokenFault.None, draft => draft.Without("iat").Without("nbf").Sign()),
        ["nbf 30 s ahead"] = (TokenFault.None, draft => draft.With("nbf", Now + 30).Sign()),
        ["iat 30 s ahead"] = (TokenFault.None, draft => draft.With("iat", Now + 30).Sign()),
        ["dates with fractions"] = (TokenFault.None, draft => draft.With("exp", Now + 300.5).With("nbf", Now - 1.25).With("iat", Now - 0.5).Sign()),
        ["expired 2 s ago"] = (TokenFault.None, draft => draft.With("exp", Now - 2).With("iat", Now - 300).Sign()),
        ["200 groups"] = (TokenFault.None, draft => draft.With("groups", new JsonArray([.. Enumerable.Range(0, 200).Select(i => JsonValue.Create($"acme/platform/teams/{i:D32}"))])).Sign()),
        ["with the issuer's own audience"] = (TokenFault.None, draft => draft.With("aud", new JsonArray("gatekeeper", "account")).Sign()),
        ["an hour"] = (TokenFault.None, draft => draft.With("exp", Now + 3600).Sign()),
        ["no typ"] = (TokenFault.None, draft => draft.Head("typ", null).Sign()),
        ["the issuer's own audience alone"] = (TokenFault.Audience, draft => draft.With("aud", "account").Sign()),
        ["another audience"] = (TokenFault.Audience, draft => draft.With("aud", "https://canary.example").Sign()),
        ["another audience besides"] = (TokenFault.Audience, draft => draft.With("aud", new JsonArray("gatekeeper", "canary")).Sign()),
        ["no audience"] = (TokenFault.Audience, draft => draft.Without("aud").Sign()),
        ["another party"] = (TokenFault.AuthorizedParty, draft => draft.With("azp", "canary").Sign()),
        ["expired"] = (TokenFault.Expired, draft => draft.With("exp", Now - 60).With("iat", Now - 600).Sign()),
        ["expired by a fraction"] = (TokenFault.Expired, draft => draft.With("exp", Now - 5.5).With("iat", Now - 600).Sign()),
        ["no expiry"] = (TokenFault.Times, draft => draft.Without("exp").Sign()),
        ["expiry as text"] = (TokenFault.Times, draft => draft.With("exp", $"{Now + 300}").Sign()),
        ["expiry beyond dates"] = (TokenFault.Times, draft => draft.With("exp", 1e300).Sign()),
        ["nbf 2 min ahead"] = (TokenFault.NotYetValid, draft => draft.With("nbf", Now + 120).Sign()),
        ["iat 2 min ahead"] = (TokenFault.IssuedAhead, draft => draft.With("iat", Now + 120).Sign()),
        ["25 hours"] = (TokenFault.Lifetime, draft => draft.With("exp", Now + 90_000).Sign()),
        ["25 hours from iat"] = (TokenFault.Lifetime, draft => draft.With("iat", Now - 80_000).With("exp", Now + 10_000).Sign()),
        ["25 hours from nbf"] = (TokenFault.Lifetime, draft => draft.Without("iat").With("nbf", Now - 80_000).With("exp", Now + 10_000).Sign()),
        ["25 hours from now"] = (TokenFault.Lifetime, draft => draft.Without("iat").Without("nbf").With("exp", Now + 90_000).Sign()),
        ["unsigned"] = (TokenFault.Form, draft => draft.Head("alg", "none").Unsigned()),
        ["a MAC"] = (TokenFault.Algorithm, draft => draft.Head("alg", "HS256").Mac()),
        ["algorithm of another curve"] = (TokenFault.UnknownKey, draft => draft.Head("alg", "ES384").Sign()),
        ["algorithm of another kind"] = (TokenFault.UnknownKey, draft => draft.Head("alg", "RS256").Sign()),
        ["a key that is not published"] = (TokenFault.UnknownKey, draft => draft.Head("kid", "canary").Sign()),
        ["no kid"] = (TokenFault.KeyId, draft => draft.Head("kid", null).Sign()),
        ["another key's signature"] = (TokenFault.Signature, draft => draft.SignWithAnother()),
        ["a claim changed"] = (TokenFault.Signature, draft => draft.Changed()),
        ["a logout token"] = (TokenFault.TokenType, draft => draft.Head("typ", "logout+jwt").Sign()),
        ["no subject"] = (TokenFault.Subject, draft => draft.Without("sub").Sign()),
        ["a critical extension"] = (TokenFault.HeaderParameter, draft => draft.Head("crit", new JsonArray("exp")).Sign()),
        ["keys of its own"] = (TokenFault.HeaderParameter, draft => draft.Head("jku", "https://canary.example/keys").Sign()),
        ["a claim twice"] = (TokenFault.Claims, draft => draft.Twice()),
        ["a text that is no Unicode"] = (TokenFault.Claims, draft => draft.WithoutUnicode()),
        ["17 audiences"] = (TokenFault.Audience, draft => draft.With("aud", new JsonArray([.. Enumerable.Repeat("gatekeeper", 17).Select(name => JsonValue.Create(name))])).Sign()),
        ["a kid of 257 characters"] = (TokenFault.KeyId, draft => draft.Head("kid", new string('k', 257)).Sign()),
        ["another issuer"] = (TokenFault.Issuer, draft => draft.With("iss", "https://canary.example").Sign()),
        ["the issuer with a slash"] = (TokenFault.Issuer, draft => draft.With("iss", "https://issuer.test/").Sign()),
        ["too long"] = (TokenFault.Length, draft => draft.With("x", new string('x', 13_000)).Sign()),
        ["cut"] = (TokenFault.Form, draft => draft.Sign()[..^1] + "="),
    };

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private JsonObject Claims(string shape)
    {
        var claims = new JsonObject { ["iss"] = _issuer.Issuer, ["aud"] = "gatekeeper", ["iat"] = Now, ["nbf"] = Now, ["exp"] = Now + 300 };
        foreach (var (name, value) in JsonNode.Parse(shape)!.AsObject())
        {
            claims[name] = value?.DeepClone();
        }

        return claims;
    }

    /// <summary>A token that is being made.</summary>
    private sealed class Draft(TestIssuer issuer, string? type, JsonObject claims)
    {
        private readonly JsonObject _head = type is null ? new() { ["alg"] = "ES256", ["kid"] = issuer.KeyId } : new() { ["alg"] = "ES256", ["typ"] = type, ["kid"] = issuer.KeyId };

        private string Input => Input64(claims.ToJsonString());

        public Draft Head(string name, JsonNode? value) => Set(_head, name, value);

        public Draft With(string name, JsonNode value) => Set(claims, name, value);

        public Draft Without(string name) => Set(claims, name, null);

        public string Sign() => issuer.Sign(_head.ToJsonString(), claims.ToJsonString());

        public string SignRsa()
        {
            Head("alg", "RS256").Head("kid", issuer.RsaKeyId);
            return issuer.SignRsa(_head.ToJsonString(), claims.ToJsonString());
        }

        public string SignWithAnother()
        {
            using var other = new TestIssuer(issuer.Issuer);
            return other.Sign(_head.ToJsonString(), claims.ToJsonString());
        }

        public string Unsigned() => Input + ".";

        public string Mac() => Input + "." + TestIssuer.Encode(HMACSHA256.HashData(issuer.Key.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(Input)));

        public string Changed()
        {
            var signature = Sign().Split('.')[2];
            claims["sub"] = "canary";
            return Input + "." + signature;
        }

        public string Twice() => issuer.Sign(_head.ToJsonString(), "{\"sub\":\"canary\"," + claims.ToJsonString()[1..]);

        public string WithoutUnicode() => issuer.Sign(_head.ToJsonString(), "{\"x\":[\"\\ud800\"]," + claims.ToJsonString()[1..]);

        private string Input64(string payload) => TestIssuer.Encode(_head.ToJsonString()) + "." + TestIssuer.Encode(payload);

        private Draft Set(JsonObject target, string name, JsonNode? value)
        {
            target.Remove(name);
            if (value is not null)
            {
                target[name] = value;
            }

            return this;
        }
    }
}
