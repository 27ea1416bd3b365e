using System.Text.Json;
using Deployer.Facts;
using Gateway.Contract.Approvals;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Facts;

[TestFixture]
internal sealed class DeploymentDeadlinesTests
{
    private static readonly DateTimeOffset Created = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    // In minutes since it was asked for.
    [TestCase(null, 60)]
    [TestCase(30, 30)]
    [TestCase(600, 60)]
    public void OfPreparing_WithOrWithoutTheCallersEnd_IsAnHourAtMost(int? notAfter, int expected) =>
        Assert.That(Minutes(DeploymentDeadlines.OfPreparing(Snapshot(notAfter: notAfter))), Is.EqualTo(expected));

    [Test]
    public void OfPreparing_MuchPutOff_IsAnHourAllTheSame() =>
        Assert.That(Minutes(DeploymentDeadlines.OfPreparing(Snapshot(notBefore: 5000))), Is.EqualTo(60));

    [Test]
    public void OfApprovals_NotPlannedYet_IsNone() => Assert.That(DeploymentDeadlines.OfApprovals(Snapshot(expireAfter: 60)), Is.Null);

    [TestCase(null, null, null, 10 + (7 * 24 * 60), Description = "A week since it was planned.")]
    [TestCase(90, null, null, 100, Description = "As the policy says, since it was planned.")]
    [TestCase(90, null, 50, 50, Description = "No longer than the caller's end.")]
    [TestCase(90, null, 500, 100)]
    [TestCase(null, 20 * 24 * 60, null, (20 * 24 * 60) + 60, Description = "Put off beyond a week: an hour longer than that.")]
    [TestCase(90, 80, null, 100, Description = "What the policy says is not stretched.")]
    [TestCase(null, 20 * 24 * 60, 20, 20)]
    public void OfApprovals_Planned_RunsSinceThePlan(int? expireAfter, int? notBefore, int? notAfter, int expected) =>
        Assert.That(Minutes(DeploymentDeadlines.OfApprovals(Snapshot(planned: 10, expireAfter: expireAfter, notBefore: notBefore, notAfter: notAfter))!.Value), Is.EqualTo(expected));

    [TestCase(null, null, 70, Description = "An hour since it was ready.")]
    [TestCase(300, null, 360, Description = "An hour since it may begin.")]
    [TestCase(5, null, 70)]
    [TestCase(null, 40, 40)]
    [TestCase(300, 3000, 3000, Description = "The caller's end, if it is later, too.")]
    public void OfPush_IsAnHourSinceItIsReady_OrTheCallersEnd(int? notBefore, int? notAfter, int expected) =>
        Assert.That(Minutes(DeploymentDeadlines.OfPush(Snapshot(ready: 10, notBefore: notBefore, notAfter: notAfter))), Is.EqualTo(expected));

    // Approvals are for a time, and a push after it is not approved.
    [TestCase(20, null, null, 30)]
    [TestCase(90, null, null, 80, Description = "An hour since it was ready.")]
    [TestCase(20, null, 15, 15)]
    [TestCase(20, null, 3000, 30, Description = "A later end of the caller's does not outlast the approvals.")]
    public void OfPush_WithApprovals_IsNotLaterThanTheirs(int? expireAfter, int? notBefore, int? notAfter, int expected) =>
        Assert.That(Minutes(DeploymentDeadlines.OfPush(Snapshot(planned: 10, ready: 20, expireAfter: expireAfter, notBefore: notBefore, notAfter: notAfter, approvals: 1))), Is.EqualTo(expected));

    private static int Minutes(DateTimeOffset time) => (int)(time - Created).TotalMinutes;

    private static DeploymentSnapshot Snapshot(int? planned = null, int? ready = null, int? expireAfter = null, int? notBefore = null, int? notAfter = null, int approvals = 0) => new()
    {
        Id = "d",
        State = State.Waiting,
        ApprovalRules = [],
        ApprovalsExpireAfter = expireAfter is { } age ? TimeSpan.FromMinutes(age) : null,
        Facts = 5,
        CreateTime = Created,
        UpdateTime = Created,
        PlanTime = At(planned),
        ReadyTime = At(ready),
        Request = new DeploymentAccepted
        {
            Application = "shop",
            Environment = "test",
            Version = "1.0.0",
            IsDecidedAtExecution = true,
            NotBefore = At(notBefore),
            NotAfter = At(notAfter),
            ApprovalsNeeded = approvals,
            ApprovalRules = approvals == 0 ? [] : [new ApprovalRule(approvals, ["owner"])],
            ApprovalsExpireAfter = expireAfter is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            Authorization = new Authorization { Client = "ci", DecisionId = "d", PolicyRevision = "r", Grant = "g", Caller = JsonSerializer.SerializeToElement(new { kind = "code" }) },
        },
    };

    private static DateTimeOffset? At(int? minutes) => minutes is { } given ? Created.AddMinutes(given) : null;
}
