using Gateway.Contract.Approvals;

namespace Protos.Tests.Approvals;

[TestFixture]
public sealed class ApprovalObligationTests
{
    [Test]
    public void TryParse_Nothing_IsNone() => Assert.That(ApprovalObligation.TryParse("{}")!.Rules, Is.Empty);

    [Test]
    public void TryParse_Rules_AreRead()
    {
        var read = ApprovalObligation.TryParse("""{"approvals":{"rules":[{"count":1,"from":["owner","team:oncall"]},{"count":2,"from":["person:alice"]}],"expires_after":"24h"}}""")!;
        Assert.That(read.Rules.Select(rule => (rule.Count, string.Join(' ', rule.From))), Is.EqualTo(((int, string)[])[(1, "owner team:oncall"), (2, "person:alice")]));
        Assert.That(read.ExpiresAfter, Is.EqualTo(TimeSpan.FromHours(24)));
    }

    [TestCase("\"15m\"", 900)]
    [TestCase("\"1h30m\"", 5400)]
    [TestCase("\"1.5h\"", 5400)]
    [TestCase("\"500ms\"", 0.5)]
    [TestCase("\"5000us\"", 0.005)]
    [TestCase("\"8784h\"", 31622400)]
    [TestCase("\"8785h\"", null)]
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

    [Test]
    public void TryParse_MoreRulesOrNamesThanAreCounted_IsNone()
    {
        static string Rules(int rules, int names)
        {
            var from = string.Join(',', Enumerable.Range(1, names).Select(i => $"\"team:t{i}\""));
            return $$$"""{"approvals":{"rules":[{{{string.Join(',', Enumerable.Repeat($$"""{"count":1,"from":[{{from}}]}""", rules))}}}]}}""";
        }
        Assert.That(ApprovalObligation.TryParse(Rules(64, 64)), Is.Not.Null);
        Assert.That(ApprovalObligation.TryParse(Rules(65, 1)), Is.Null);
        Assert.That(ApprovalObligation.TryParse(Rules(1, 65)), Is.Null);
    }

    [TestCase("""{"approvals":{"rules":[{"count":1,"from":["owner"]}],"rules":[{"count":1,"from":["code"]}]}}""")]
    [TestCase("""{"approvals":{"rules":[{"count":2,"count":1,"from":["owner"]}]}}""")]
    public void TryParse_MemberTwice_IsRefused(string json) => Assert.That(() => ApprovalObligation.TryParse(json), Throws.InstanceOf<System.Text.Json.JsonException>());

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
