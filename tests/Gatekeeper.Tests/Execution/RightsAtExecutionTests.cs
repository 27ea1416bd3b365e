using Gatekeeper.Policy;
using static Gatekeeper.Tests.Execution.TimedExecution;
using Outcome = Deploy.V1.RefuseExecutionRequest.Types.Outcome;

namespace Gatekeeper.Tests.Execution;

/// <summary>
/// Exceptions, guardrails, roles and approvals with an end hold at the moment of the execution, and those of a newer revision as well. All
/// times are of December 2026, in UTC.
/// </summary>
[TestFixture]
public sealed class RightsAtExecutionTests
{
    private TimedPolicies _policies = null!;

    [OneTimeSetUp]
    public void Load() => _policies = TimedPolicies.Create();

    // From 09:00 on the first until 09:00 on the second.
    [TestCase("2026-12-01T09:00:00Z", true)]
    [TestCase("2026-12-02T08:59:59Z", true)]
    [TestCase("2026-12-02T08:59:59.999Z", true)]
    [TestCase("2026-12-02T09:00:00Z", false)]
    [TestCase("2026-12-20T09:00:00Z", false)]
    public async Task Exception_ThatHasRunOutByTheExecution_WaivesNoFreeze(string time, bool serves)
    {
        using var deployment = new TimedExecution { Place = "stopped", Exception = "audit", AskedAt = At("2026-12-01T09:00:00Z") };
        Assert.That(deployment.Ask(_policies).IsAllowed, Is.True);
        var verdict = await deployment.ExecuteAsync(_policies, At(time));
        if (serves)
        {
            AssertExecuted(verdict);
            Assert.That(verdict.Decision!.Exceptions, Is.EqualTo(new[] { "audit" }));
            return;
        }

        AssertDenied(verdict, "stopped is frozen by standing: an audit");
        AssertDenied(verdict, "the exception audit does not serve this call: it is not its time");
    }

    [TestCase("2026-12-02T08:59:59Z", true)]
    [TestCase("2026-12-02T09:00:00Z", false)]
    public async Task Exception_ThatHasRunOutByTheExecution_WaivesNoGuardrail(string time, bool serves)
    {
        using var deployment = new TimedExecution { Place = "waived", Exception = "retired", AskedAt = At("2026-12-01T10:00:00Z") };
        Assert.That(deployment.Ask(_policies).IsAllowed, Is.True);
        var verdict = await deployment.ExecuteAsync(_policies, At(time));
        if (serves)
        {
            AssertExecuted(verdict);
            return;
        }

        AssertDenied(verdict, "the guardrail never refuses this: it is retired");
    }

    // Without it, alice's deployment needs bob's approval; it is not over, but waits for it again.
    [TestCase("2026-12-02T08:59:59Z", true)]
    [TestCase("2026-12-02T09:00:00Z", false)]
    public async Task Exception_ThatHasRunOutByTheExecution_WaivesNoApproval(string time, bool serves)
    {
        using var deployment = new TimedExecution { Place = "approved", Exception = "alone", AskedAt = At("2026-12-01T10:00:00Z") };
        var asked = deployment.Ask(_policies);
        Assert.That((asked.IsAllowed, asked.ObligationsJson), Is.EqualTo((true, "{}")));
        var verdict = await deployment.ExecuteAsync(_policies, At(time));
        Assert.That((verdict.IsExecution, verdict.Outcome), Is.EqualTo((serves, serves ? Outcome.Unspecified : Outcome.ApprovalsMissing)), string.Join('\n', verdict.Reasons));
    }

    // Carol may deploy there through the exception alone.
    [TestCase("2026-12-02T08:59:59Z", true)]
    [TestCase("2026-12-02T09:00:00Z", false)]
    public async Task Exception_ThatHasRunOutByTheExecution_GivesNoRole(string time, bool serves)
    {
        using var deployment = new TimedExecution { Place = "approved", By = "c1", Exception = "helper", AskedAt = At("2026-12-01T10:00:00Z") };
        Assert.That(deployment.Ask(_policies).IsAllowed, Is.True);
        var verdict = await deployment.ExecuteAsync(_policies, At(time));
        if (serves)
        {
            AssertExecuted(verdict);
            return;
        }

        AssertDenied(verdict, "person:carol may not deploy shop in approved");
    }

    [TestCase("2026-12-02T08:59:59Z", true)]
    [TestCase("2026-12-02T09:00:00Z", false)]
    [TestCase("2026-12-02T10:00:00Z", false)]
    public async Task Exception_OfARequestThatIsNotToBeginBeforeItsEnd_ServesNoLonger(string notBefore, bool serves)
    {
        using var deployment = new TimedExecution { Place = "stopped", Exception = "audit", AskedAt = At("2026-12-01T12:00:00Z"), NotBefore = At(notBefore) };
        Assert.That(deployment.Ask(_policies).IsAllowed, Is.True, "at the door it is the time of the call that counts");
        var verdict = await deployment.ExecuteAsync(_policies, At(notBefore));
        Assert.That((verdict.IsExecution, verdict.Outcome), Is.EqualTo((serves, serves ? Outcome.Unspecified : Outcome.Denied)), string.Join('\n', verdict.Reasons));
    }

    // The only reviewer is on duty until 15:00.
    [TestCase("2026-12-01T14:59:59Z", true)]
    [TestCase("2026-12-01T15:00:00Z", false)]
    public async Task Exception_WhoseReviewerIsOnDutyNoMore_ServesNoLonger(string time, bool serves)
    {
        using var deployment = new TimedExecution { Place = "stopped", Exception = "watched", AskedAt = At("2026-12-01T12:00:00Z") };
        Assert.That(deployment.Ask(_policies).IsAllowed, Is.True);
        var verdict = await deployment.ExecuteAsync(_policies, At(time));
        if (serves)
        {
            AssertExecuted(verdict);
            return;
        }

        AssertDenied(verdict, "the exception watched does not serve this call: nobody is left to review it");
    }

    [Test]
    public async Task Exception_WhoseReviewerHasLeft_ServesNoLonger()
    {
        using var deployment = new TimedExecution { Place = "stopped", Exception = "audit", AskedAt = At("2026-12-01T12:00:00Z") };
        var since = TimedPolicies.CreateWith("people", "sam: {login: s1}", "sam: {}");
        AssertExecuted(await deployment.ExecuteAsync(_policies, At("2026-12-01T13:00:00Z")));
        var verdict = await deployment.ExecuteAsync(since, At("2026-12-01T13:00:00Z"));
        AssertDenied(verdict, "stopped is frozen by standing: an audit");
        AssertDenied(verdict, "nobody is left to review it who does not stand behind the call");
    }

    [Test]
    public async Task Exception_ThatIsThereNoMore_ServesNoLonger()
    {
        using var deployment = new TimedExecution { Place = "stopped", Exception = "audit", AskedAt = At("2026-12-01T12:00:00Z") };
        var since = TimedPolicies.CreateWith("exceptions", "audit: {who", "audits: {who");
        AssertDenied(await deployment.ExecuteAsync(since, At("2026-12-01T13:00:00Z")), "there is no exception audit");
    }

    // Carol is a contractor from 08:00 on the first until 08:00 on the eighth.
    [TestCase("2026-12-01T07:59:59Z", false)]
    [TestCase("2026-12-01T08:00:00Z", true)]
    [TestCase("2026-12-08T07:59:59Z", true)]
    [TestCase("2026-12-08T08:00:00Z", false)]
    public async Task Guardrail_WhoseTeamTheCallerIsInByTheExecution_Refuses(string time, bool refuses)
    {
        using var deployment = new TimedExecution { Place = "guarded", By = "c1", AskedAt = At("2026-11-30T12:00:00Z") };
        Assert.That(deployment.Ask(_policies).IsAllowed, Is.True);
        var verdict = await deployment.ExecuteAsync(_policies, At(time));
        if (refuses)
        {
            AssertDenied(verdict, "the guardrail contractors refuses this: contract 7.2");
            return;
        }

        AssertExecuted(verdict);
    }

    [Test]
    public async Task Guardrail_OfANewerRevision_RefusesWhatWasAllowed()
    {
        using var deployment = new TimedExecution { Place = "open", AskedAt = At("2026-12-01T12:00:00Z") };
        var since = TimedPolicies.CreateWith("guardrails", "environments: [waived]", "environments: [waived, open]");
        AssertExecuted(await deployment.ExecuteAsync(_policies, At("2026-12-01T13:00:00Z")));
        AssertDenied(await deployment.ExecuteAsync(since, At("2026-12-01T13:00:00Z")), "the guardrail never refuses this: it is retired");
    }

    // Bob may deploy until noon in Berlin.
    [TestCase("2026-12-05T10:59:59Z", true)]
    [TestCase("2026-12-05T10:59:59.999Z", true)]
    [TestCase("2026-12-05T11:00:00Z", false)]
    public async Task Access_ThatHasEndedByTheExecution_AllowsNothing(string time, bool holds)
    {
        using var deployment = new TimedExecution { Place = "open", By = "b1", AskedAt = At("2026-12-01T00:00:00Z") };
        Assert.That(deployment.Ask(_policies).IsAllowed, Is.True);
        var verdict = await deployment.ExecuteAsync(_policies, At(time));
        if (holds)
        {
            AssertExecuted(verdict);
            return;
        }

        AssertDenied(verdict, "person:bob may not deploy shop in open");
    }

    [Test]
    public async Task Access_TakenAwayByANewerRevision_AllowsNothing()
    {
        using var deployment = new TimedExecution { Place = "open", By = "b1", AskedAt = At("2026-12-01T12:00:00Z") };
        var since = TimedPolicies.CreateWith("people", "bob: {login: b1}", "bob: {}");
        AssertExecuted(await deployment.ExecuteAsync(_policies, At("2026-12-01T13:00:00Z")));
        AssertDenied(await deployment.ExecuteAsync(since, At("2026-12-01T13:00:00Z")), "may not deploy shop in open");
    }

    // An approval counts for 24 hours: its last second included, which is how `expires_after` is measured.
    [TestCase("2026-12-02T11:00:00Z", true)]
    [TestCase("2026-12-02T11:00:01Z", false)]
    [TestCase("2026-12-10T11:00:00Z", false)]
    public async Task Approval_OlderThanItMayBe_DoesNotCount(string time, bool counts)
    {
        using var deployment = new TimedExecution { Place = "approved", AskedAt = At("2026-12-01T10:00:00Z") }.Approved(At("2026-12-01T11:00:00Z"));
        await AssertApprovedAsync(deployment, _policies, time, counts);
    }

    // Bob may approve until the third begins, and his approval is an hour old by then.
    [TestCase("2026-12-02T23:59:59Z", true)]
    [TestCase("2026-12-03T00:00:00Z", false)]
    public async Task Approval_OfSomebodyWhoseRoleHasEnded_DoesNotCount(string time, bool counts)
    {
        using var deployment = new TimedExecution { Place = "approved", AskedAt = At("2026-12-01T10:00:00Z") }.Approved(At("2026-12-02T23:00:00Z"));
        await AssertApprovedAsync(deployment, _policies, time, counts);
    }

    [Test]
    public async Task Approval_OfAgesThatANewerRevisionShortens_DoesNotCount()
    {
        using var deployment = new TimedExecution { Place = "approved", AskedAt = At("2026-12-01T10:00:00Z") }.Approved(At("2026-12-01T11:00:00Z"));
        var since = TimedPolicies.CreateWith("applications/shop", "approval_age: 24h", "approval_age: 30m");
        await AssertApprovedAsync(deployment, _policies, "2026-12-01T11:30:01Z", counts: true);
        await AssertApprovedAsync(deployment, since, "2026-12-01T11:30:00Z", counts: true);
        await AssertApprovedAsync(deployment, since, "2026-12-01T11:30:01Z", counts: false);
    }

    private static async Task AssertApprovedAsync(TimedExecution deployment, IPolicySource policies, string time, bool counts)
    {
        var verdict = await deployment.ExecuteAsync(policies, At(time));
        Assert.That((verdict.IsExecution, verdict.Outcome), Is.EqualTo((counts, counts ? Outcome.Unspecified : Outcome.ApprovalsMissing)), string.Join('\n', verdict.Reasons));
        Assert.That(verdict.Approvals, Has.Count.EqualTo(counts ? 1 : 0));
    }
}
