using Deploy.Approvals;

namespace Protos.Tests.Approvals;

[TestFixture]
public sealed class ApprovalObligationTests
{
    [Test]
    public void TryParse_Nothing_IsNone() => Assert.That(ApprovalObligation.TryParse("{}")!.Rules, Is.Empty);

    [Test]
    public void TryParse_Rules_AreRead()
    {
        ApprovalObligation read = ApprovalObligation.TryParse("""{"approvals":{"rules":[{"count":1,"from":["owner","team:oncall"]},{"count":2,"from":["person:alice"]}],"expires_after":"24h"}}""")!;
        Assert.That(read.Rules.Select(rule => (rule.Count, string.Join(' ', rule.From))), Is.EqualTo(((int, string)[])[(1, "owner team:oncall"), (2, "person:alice")]));
        Assert.That(read.ExpiresAfter, Is.EqualTo(TimeSpan.FromHours(24)));
    }

    [TestCase("\"15m\"", 900)]
    [TestCase("\"1h30m\"", 5400)]
    [TestCase("\"1.5h\"", 5400)]
    [TestCase("\"500ms\"", 0.5)]
    [TestCase("\"0s\"", null)]
    [TestCase("\"-1h\"", null)]
    [TestCase("\"1d\"", null)]
    [TestCase("\"h\"", null)]
    [TestCase("\"\"", null)]
    [TestCase("\"1h \"", null)]
    [TestCase("\"999999h\"", null)]
    [TestCase("3600", null)]
    [TestCase("null", null)]
    public void TryParse_Age_IsReadAsPoliciesReadIt(string age, double? seconds) => Assert.That(
        ApprovalObligation.TryParse($$$"""{"approvals":{"rules":[{"count":1,"from":["owner"]}],"expires_after":{{{age}}}}}""")?.ExpiresAfter?.TotalSeconds, Is.EqualTo(seconds));

    [TestCase("[]")]
    [TestCase("""{"approval":{}}""")]
    [TestCase("""{"visible":"all"}""")]
    [TestCase("""{"approvals":{}}""")]
    [TestCase("""{"approvals":[]}""")]
    [TestCase("""{"approvals":{"rules":[]}}""")]
    [TestCase("""{"approvals":{"rules":{}}}""")]
    [TestCase("""{"approvals":{"rules":[{"count":1,"from":["owner"]}],"expires":"24h"}}""")]
    [TestCase("""{"approvals":{"rules":[{"count":1,"from":["owner"]},{}]}}""")]
    [TestCase("""{"approvals":{"rules":[{"count":0,"from":["owner"]}]}}""")]
    [TestCase("""{"approvals":{"rules":[{"count":1.5,"from":["owner"]}]}}""")]
    [TestCase("""{"approvals":{"rules":[{"count":"1","from":["owner"]}]}}""")]
    [TestCase("""{"approvals":{"rules":[{"count":101,"from":["owner"]}]}}""")]
    [TestCase("""{"approvals":{"rules":[{"count":1,"from":[]}]}}""")]
    [TestCase("""{"approvals":{"rules":[{"count":1,"from":[1]}]}}""")]
    [TestCase("""{"approvals":{"rules":[{"count":1,"from":[""]}]}}""")]
    [TestCase("""{"approvals":{"rules":[{"count":1,"from":"owner"}]}}""")]
    [TestCase("""{"approvals":{"rules":[{"count":1,"from":["owner"],"groups":["x"]}]}}""")]
    [TestCase("""{"approvals":{"count":1,"groups":["x"]}}""")]
    public void TryParse_AnythingElse_IsNotPassedOver(string json) => Assert.That(ApprovalObligation.TryParse(json), Is.Null);
}
