using Gatekeeper.Calls;
using Gatekeeper.Execution;
using Gatekeeper.Seam;
using Gateway.Contract.Grants;
using Gateway.Contract.Hashing;
using Gateway.Hosting.Grants;
using Google.Protobuf;
using RecordedCall = Deploy.V1.RecordedCall;

namespace Gatekeeper.Tests.Execution;

[TestFixture]
public sealed class CallProverTests
{
    private readonly Installation _here = new();
    private readonly Installation _elsewhere = new();

    [OneTimeTearDown]
    public void Dispose()
    {
        _here.Dispose();
        _elsewhere.Dispose();
    }

    [Test]
    public void Prove_CallOfThisInstallation_GivesTheCallAndItsCallerAgain()
    {
        var proven = _here.Prover.Prove(_here.Record(Installation.Create()));
        var call = proven.At(Installation.AskedAt, "id-1");
        Assert.Multiple(() =>
        {
            Assert.That(call.Message, Is.EqualTo(Installation.Create()));
            Assert.That((call.Action, call.Application, call.Environment), Is.EqualTo(("deploy", "shop", "production")));
            Assert.That((call.Arrival.Door, call.Arrival.RemoteIp, call.Arrival.DecisionId), Is.EqualTo(("rest", "192.0.2.7", "id-1")));
            Assert.That(call.RequestHash, Is.EqualTo(proven.Grant.RequestHash));
            Assert.That((proven.Caller.Kind, proven.Caller.Issuer, proven.Caller.Subject), Is.EqualTo(("person", "https://login.test", "alice")));
            Assert.That(proven.Caller.AsRego.ToJson(), Is.EqualTo(Installation.Caller("alice").CallerJson));
        });
    }

    [Test]
    public void Prove_ExpiredLongAgo_Holds() =>
        Assert.That(() => _here.Prover.Prove(_here.Record(Installation.Create(), change: c => c with { IssuedAt = 1_000_000, ExpiresAt = 1_000_015 })), Throws.Nothing);

    [Test]
    public void Prove_SignedWithARetiredKey_HoldsWhereThatIsTrusted()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, _elsewhere.Key.ExportSubjectPublicKeyInfoPem());
            var keys = VerificationKeys.Load("Gatekeeper:Grants:TrustedKeyFiles", [file], _here.Signer.PublicKey);
            var prover = new CallProver(new MethodCatalog(), keys, _here.Identity, new CallOptions());
            Assert.That(() => prover.Prove(_elsewhere.Record(Installation.Create())), Throws.Nothing);
            Assert.That(() => prover.Prove(_here.Record(Installation.Create())), Throws.Nothing);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<TestCaseData> Forgeries()
    {
        yield return Forged("nothing", (_, _) => new RecordedCall(), "method");
        yield return Forged("a key that is not known", (_, other) => other.Record(Installation.Create()), "signed by no gatekeeper");
        yield return Forged("another call's signature", (one, _) => Changed(one, call => call.Grant = call.Grant[..call.Grant.LastIndexOf('.')] + Signature(one.Record(Installation.Create()))), "signature");
        yield return Forged("a session key", (one, _) => one.Record(Installation.Create(), signer: new HmacGrantSigner("k", new byte[32])), "not signed");
        yield return Forged("no grant", (one, _) => Changed(one, call => call.Grant = ""), "form of its grant");
        yield return Forged("another audience", (one, _) => one.Record(Installation.Create(), change: c => c with { Audience = "other" }), "audience");
        yield return Forged("another action", (one, _) => one.Record(Installation.Create(), change: c => c with { Action = "rollback" }), "another action");
        yield return Forged("the action of the gatekeeper's own", (one, _) => one.Record(Installation.Create(), change: c => c with { Action = "execute" }), "another action");
        yield return Forged("another application", (one, _) => one.Record(Installation.Create(), change: c => c with { Application = "bank" }), "another application");
        yield return Forged("another environment", (one, _) => one.Record(Installation.Create(), change: c => c with { Environment = "test" }), "another environment");
        yield return Forged("no caller document in the grant", (one, _) => one.Record(Installation.Create(), change: c => c with { CallerDocumentHash = null }), "names no caller document");
        yield return Forged("no caller document", (one, _) => Changed(one, call => call.CallerDocument = ByteString.Empty), "caller document");
        yield return Forged("another caller's document", (one, _) => Changed(one, call => call.CallerDocument = one.Record(Installation.Create(), "mallory").CallerDocument), "caller document");
        yield return Forged("another message", (one, _) => Changed(one, call => call.Message = Installation.Create("9.9.9").ToByteString()), "another request");
        yield return Forged("a message of another method", (one, _) => Changed(one, call => call.Method = "deploy.v1.DeployService.RollBackDeployment"), "another action");
        yield return Forged("a method that reads", (one, _) => Changed(one, call => call.Method = "deploy.v1.DeployService.GetDeployment"), "method");
        yield return Forged("a method of the gatekeeper's own", (one, _) => Changed(one, call => call.Method = "deploy.v1.PolicyService.GetStatus"), "method");
        yield return Forged("a message with an unknown field", (one, _) => WithBytes(one, [.. Installation.Create().ToByteArray(), 0xF8, 0x07, 0x01]), "not exactly one");
        yield return Forged("a message with an invalid field", (one, _) => one.Record(Installation.Create("-")), "invalid fields");
        yield return Forged("a message that is too large", (one, _) => Changed(one, call => call.Message = ByteString.CopyFrom(new byte[2_000_000])), "larger than");
    }

    [TestCaseSource(nameof(Forgeries))]
    public void Prove_Forgery_SaysWhatDoesNotHold(object forge, string problem)
    {
        var call = ((Func<Installation, Installation, RecordedCall>)forge)(_here, _elsewhere);
        Assert.That(() => _here.Prover.Prove(call), Throws.TypeOf<UnprovenException>().With.Message.Contains(problem));
    }

    private static TestCaseData Forged(string name, Func<Installation, Installation, RecordedCall> forge, string problem) => new TestCaseData(forge, problem).SetArgDisplayNames(name);

    private static RecordedCall Changed(Installation one, Action<RecordedCall> change)
    {
        var call = one.Record(Installation.Create());
        change(call);
        return call;
    }

    private static RecordedCall WithBytes(Installation one, byte[] bytes)
    {
        var call = one.Record(Installation.Create(), change: c => c with { RequestHash = Sha256Digest.ComputeHexadecimal(bytes) });
        call.Message = ByteString.CopyFrom(bytes);
        return call;
    }

    private static string Signature(RecordedCall call) => call.Grant[call.Grant.LastIndexOf('.')..];
}
