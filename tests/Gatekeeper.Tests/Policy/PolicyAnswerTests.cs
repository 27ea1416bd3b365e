using Deploy.V1;
using Gatekeeper.Policy;
using Gatekeeper.Rego;

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
            Assert.That(answer.ObligationsJson, Is.EqualTo("{}"));
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
        var answer = Read("""{"allow":true,"client":"c","obligations":{"approvals":{"count":2,"groups":["release"]}}}""");
        Assert.That(answer.IsAllowed, Is.True);
        Assert.That(answer.ObligationsJson, Is.EqualTo("""{"approvals":{"count":2,"groups":["release"]}}"""));
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
    [TestCase("""{"allow":true,"client":"c","obligations":{"approvals":{"count":1,"groups":[]},"notify":1}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"approvals":{}}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"approvals":{"count":1}}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"approvals":{"count":-1,"groups":[]}}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"approvals":{"count":1.5,"groups":[]}}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"approvals":{"count":"1","groups":[]}}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"approvals":{"count":1,"groups":[1]}}}""", ErrorReason.UnknownObligation)]
    [TestCase("""{"allow":true,"client":"c","obligations":{"approvals":{"count":1,"groups":[],"self":true}}}""", ErrorReason.UnknownObligation)]
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
