using Gateway.Contract.Approvals;

namespace Protos.Tests.Approvals;

[TestFixture]
public sealed class ApprovalMatchingTests
{
    [Test]
    public void IsMet_OnePersonForTwoRules_CountsOnce()
    {
        ApprovalRule[] rules = [new(1, ["team:compliance"]), new(1, ["team:security"])];
        Assert.That(ApprovalMatching.IsMet(rules, [["team:compliance", "team:security"]]), Is.False);
        Assert.That(ApprovalMatching.Missing(rules, [["team:compliance", "team:security"]]).Sum(), Is.EqualTo(1));
    }

    [Test]
    public void IsMet_WhoCouldServeBoth_ServesTheOneThatNobodyElseCan()
    {
        ApprovalRule[] rules = [new(1, ["a", "b"]), new(1, ["b"])];
        Assert.That(ApprovalMatching.IsMet(rules, [["b"], ["a"]]), Is.True);
        Assert.That(ApprovalMatching.IsMet(rules, [["a"], ["b"]]), Is.True);
        Assert.That(ApprovalMatching.IsMet(rules, [["a"], ["a"]]), Is.False);
    }

    [TestCase("person:entra/ABC", "person:entra/abc")]
    [TestCase("team:a", "team:A")]
    [TestCase("owner", "owner ")]
    public void Takes_AnotherSpelling_IsSomebodyElse(string asked, string given) => Assert.That(new ApprovalRule(1, [asked]).Takes([given]), Is.False);

    [Test]
    public void Missing_NobodyApproved_IsWhatTheRulesAskFor() =>
        Assert.That(ApprovalMatching.Missing([new(2, ["a"]), new(1, ["b"])], []), Is.EqualTo((int[])[2, 1]));

    [Test]
    public void Missing_AllSmallCases_IsNoMoreThanTheBestOfAllAssignments()
    {
        var random = new Random(20261128);
        for (var i = 0; i < 3000; i++)
        {
            ApprovalRule[] rules = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new ApprovalRule(random.Next(1, 3), Pick(random)))];
            string[][] approvers = [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ => Pick(random))];
            var needed = rules.Sum(rule => rule.Count);
            var missing = ApprovalMatching.Missing(rules, approvers);
            Assert.That(missing, Has.All.GreaterThanOrEqualTo(0));
            Assert.That(missing.Sum(), Is.EqualTo(needed - Best(rules, approvers, [.. rules.Select(rule => rule.Count)], 0)));
        }
    }

    private static string[] Pick(Random random) => [.. new[] { "a", "b", "c" }.Where(_ => random.Next(2) == 0)];

    // Every assignment of every approver: to nothing, or to a rule with room.
    private static int Best(ApprovalRule[] rules, string[][] approvers, int[] room, int next)
    {
        if (next == approvers.Length)
        {
            return 0;
        }

        var best = Best(rules, approvers, room, next + 1);
        for (var rule = 0; rule < rules.Length; rule++)
        {
            if (room[rule] > 0 && rules[rule].Takes(approvers[next]))
            {
                room[rule]--;
                best = Math.Max(best, 1 + Best(rules, approvers, room, next + 1));
                room[rule]++;
            }
        }

        return best;
    }
}
