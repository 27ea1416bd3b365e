using Deploy.V1;
using Gatekeeper.Policy;
using Gateway.Contract.Visibility;
using Rego.Values;

namespace Gatekeeper.Tests.Policy;

[TestFixture]
public sealed class PolicyAnswerTests
{
    [Test]
    public void Read_TrueWithClient_IsTheOneThatAllows()
    {
        var answer = Read("""{"allow":true,"client":"shop-ci","reasons":["granted"],"obligations":{}}""");
        Assert.Multiple(() =>
        {
            Assert.That(answer.IsAllowed, Is.True);
            Assert.That(answer.Client, Is.EqualTo("shop-ci"));
            Assert.That(answer.Reasons, Is.EqualTo(new[] { "granted" }));
            Assert.That(answer.Obligations.Json, Is.EqualTo("{}"));
            Assert.That(answer.Fault, Is.Null);
        });
    }

    [Test]
    public void Read_WithoutReasonsAndObligations_Allows()
    {
        Assert.That(Read("""{"allow":true,"client":"c"}""").IsAllowed, Is.True);
    }

    [Test]
    public void Read_Approvals_AreKept()
    {
        var answer = Read("""{"allow":true,"client":"c","obligations":{"approvals":{"rules":[{"count":2,"from":["owner"]}]}}}""");
        Assert.That(answer.IsAllowed, Is.True);
        Assert.That(answer.Obligations.Json, Is.EqualTo("""{"approvals":{"rules":[{"count":2,"from":["owner"]}]}}"""));
    }

    [Test]
    public void Read_PersonsPrincipalsAndExceptions_AreTaken()
    {
        var answer = Read("""{"allow":true,"client":"c","persons":["person:alice"],"principals":["owner","team:shop"],"exceptions":["break-glass"],"review_by":["team:security"]}""");
        Assert.That(answer.Persons, Is.EqualTo(new[] { "person:alice" }));
        Assert.That(answer.Principals, Is.EqualTo(new[] { "owner", "team:shop" }));
        Assert.That(answer.Exceptions, Is.EqualTo(new[] { "break-glass" }));
        Assert.That(answer.ReviewBy, Is.EqualTo(new[] { "team:security" }));
    }

    [Test]
    public void Read_NeitherPersonsNorPrincipals_AreUnknown()
    {
        var answer = Read("""{"allow":true,"client":"c"}""");
        Assert.That((answer.Persons, answer.Principals, answer.Exceptions.Count), Is.EqualTo(((IReadOnlyList<string>?)null, (IReadOnlyList<string>?)null, 0)));
    }

    [Test]
    public void Read_NothingHidden_LeavesNothingToDo() =>
        Assert.That(Read("""{"allow":true,"client":"c","obligations":{"visible":"all"}}""").Obligations.Json, Is.EqualTo("{}"));

    [Test]
    public void Read_SomeVisible_IsTheirDigestInTheGrantAndTheListBesideIt()
    {
        var obligations = Read("""{"allow":true,"client":"c","obligations":{"visible":[["shop","test"],["cart","test"]]}}""").Obligations;
        var expected = VisibleList.TryCreate([("cart", "test"), ("shop", "test")])!;
        Assert.That(obligations.Json, Is.EqualTo($$$"""{"visible":{"sha256":"{{{expected.Sha256}}}"}}"""));
        Assert.That(VisibleList.TryDecode(obligations.EncodedVisible!, expected.Sha256, out _), Is.True);
    }

    [Test]
    public void Read_MoreThanTravels_IsDeniedWithAReasonThatHelps()
    {
        var pairs = string.Join(",", Enumerable.Range(0, 20_000).Select(i => $"[\"n{Guid.NewGuid():N}\",\"test\"]"));
        var answer = Read($$$"""{"allow":true,"client":"c","obligations":{"visible":[{{{pairs}}}]}}""");
        Assert.That((answer.IsAllowed, answer.DenialReason), Is.EqualTo((false, ErrorReason.UnknownObligation)));
        Assert.That(answer.Reasons.Single(), Does.Contain("name an application or an environment"));
        Assert.That(answer.Fault, Does.Contain("20000"));
    }

    [Test]
    public void Read_Details_AreKeptForTheRecordAlone()
    {
        var answer = Read("""{"allow":false,"client":"c","reasons":["no"],"details":[{"claim":"ref","expected":["refs/tags/v*"],"found":"refs/heads/main","of":"issuer"},"a text"]}""");
        Assert.That(answer.DetailsJson, Is.EqualTo("""[{"claim":"ref","expected":["refs/tags/v*"],"found":"refs/heads/main","of":"issuer"},"a text"]"""));
        Assert.That(answer.Reasons, Is.EqualTo(new[] { "no" }));
    }

    [TestCase("1", """["an entry of another form"]""")]
    [TestCase("[1,[2],{\"x\":1},{\"claim\":1}]", """["an entry of another form","an entry of another form","an entry of another form","an entry of another form"]""")]
    [TestCase("[{\"claim\":\"c\",\"expected\":\"x\",\"found\":1,\"of\":[],\"more\":\"y\"}]", """[{"claim":"c","expected":[]}]""")]
    [TestCase("[{\"claim\":\"client_secret\",\"expected\":[\"a\"],\"found\":\"b\"}]", """[{"claim":"client_secret","expected":["***"],"found":"***"}]""")]
    [TestCase("[{\"claim\":\"c\",\"found\":\"Bearer 0123456789abcdef\"}]", """[{"claim":"c","expected":[],"found":"***"}]""")]
    [TestCase("[\"a\\nb\\u001b[31m\\u202e\"]", """["a\u000ab\u001b[31m\u202e"]""")]
    public void Read_DetailsOfAnyForm_AreOneLineWithoutSecrets(string details, string expected) =>
        Assert.That(Read($$"""{"allow":false,"details":{{details}}}""").DetailsJson, Is.EqualTo(expected));

    [Test]
    public void Read_DetailsWithoutEnd_AreBounded()
    {
        var entry = $$"""{"claim":"{{new string('c', 5_000)}}","expected":[{{string.Join(",", Enumerable.Repeat("\"" + new string('é', 1_000) + "\"", 40))}}],"found":"{{new string('f', 10_000)}}"}""";
        var answer = Read($$"""{"allow":false,"details":[{{string.Join(",", Enumerable.Repeat(entry, 40))}}]}""");
        using var read = System.Text.Json.JsonDocument.Parse(answer.DetailsJson!);
        Assert.That(read.RootElement.GetArrayLength(), Is.EqualTo(RefusalDetails.MaxEntries));
        Assert.That(read.RootElement[0].GetProperty("expected").GetArrayLength(), Is.EqualTo(RefusalDetails.MaxEntries));
        Assert.That(read.RootElement[0].GetProperty("found").GetString(), Has.Length.EqualTo(RefusalDetails.MaxTextLength));
    }

    [Test]
    public void Read_Undefined_IsDeniedAsUndefined()
    {
        var answer = PolicyAnswer.Read(RegoValue.Undefined);
        Assert.That((answer.IsAllowed, answer.DenialReason), Is.EqualTo((false, ErrorReason.PolicyUndefined)));
    }

    [TestCase("{}", ErrorReason.PolicyUndefined)]
    [TestCase("""{"client":"c"}""", ErrorReason.PolicyUndefined)]
    [TestCase("""{"Allow":true,"client":"c"}""", ErrorReason.PolicyUndefined)]
    [TestCase("true", ErrorReason.PolicyError)]
    [TestCase("false", ErrorReason.PolicyError)]
    [TestCase("null", ErrorReason.PolicyError)]
    [TestCase("1", ErrorReason.PolicyError)]
    [TestCase("\"true\"", ErrorReason.PolicyError)]
    [TestCase("""[{"allow":true,"client":"c"}]""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":"true","client":"c"}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":1,"client":"c"}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":null,"client":"c"}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":{},"client":"c"}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":[true],"client":"c"}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":""}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":7}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":["c"]}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":"c","reasons":"granted"}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":"c","reasons":[1]}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":"c","obligation":{"approvals":{}}}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":"c","obligations":[]}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":null}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"notify":{}}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"approvals":{"rules":[{"count":1,"from":["owner"]}]},"notify":1}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"approvals":{}}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"approvals":{"count":1,"groups":["x"]}}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"approvals":{"rules":[]}}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"approvals":{"rules":[{"count":1,"from":["a"],"self":true}]}}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"visible":[["shop"]]}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"visible":"all","approvals":{}}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"visible":[["shop","test"]],"approvals":{}}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"visible":"none"}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"visible":null}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"visible":{"shop":["test"]}}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"visible":["shop","test"]}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"visible":[["shop","test","x"]]}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"visible":[["shop",1]]}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"visible":[["shop","test"],["-","test"]]}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"visible":[["Shop","test"]]}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"visible":[["shop","*"]]}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","details":[]}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":"c","details":["x"]}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":"c","persons":"person:alice"}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":"c","persons":[1]}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":"c","persons":[""]}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":"c","persons":["1","2","3","4","5","6","7","8","9"]}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":"c","persons":null}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":"c","principals":{"owner":true}}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":"c","review_by":"team:security"}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":"c","exceptions":[["x"]]}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":true,"client":"c","person":["person:alice"]}""", ErrorReason.PolicyError)]
    [TestCase("""{"allow":false,"client":"c"}""", ErrorReason.PolicyDenied)]
    [TestCase("""{"allow":false}""", ErrorReason.PolicyDenied)]
    [TestCase("""{"allow":false,"client":7,"reasons":1,"other":2}""", ErrorReason.PolicyDenied)]
    public void Read_AnythingElse_IsDeniedWithItsOwnReason(string json, ErrorReason reason)
    {
        var answer = Read(json);
        Assert.That(answer.IsAllowed, Is.False);
        Assert.That(answer.DenialReason, Is.EqualTo(reason));
    }

    [Test]
    public void Read_SetOfReasons_IsTaken()
    {
        var answer = PolicyAnswer.Read(RegoObject.From(
            ("allow", RegoBoolean.False),
            ("reasons", RegoSet.From(RegoString.From("b"), RegoString.From("a")))));
        Assert.That(answer.Reasons, Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Read_TooManyOrTooLongReasons_AreCut()
    {
        var reasons = RegoArray.From(Enumerable.Range(0, 100).Select(i => (RegoValue)RegoString.From(new string('x', 1000) + i)));
        var answer = PolicyAnswer.Read(RegoObject.From(("allow", RegoBoolean.False), ("reasons", reasons)));
        Assert.That(answer.Reasons, Has.Count.EqualTo(32));
        Assert.That(answer.Reasons, Has.All.Length.LessThanOrEqualTo(513));
    }

    private static PolicyAnswer Read(string json) => PolicyAnswer.Read(RegoJson.Parse(json));
}
