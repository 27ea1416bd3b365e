using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>
/// Ways around an approval, tried through the real programs: each is refused where it must be, for the right reason, and is on record; the target
/// stays as it was. Each has an application, and so a lane, of its own.
/// </summary>
[Parallelizable]
public class ApprovalBypassTests
{
    private const string Version = "1.0.0";
    private const string OwnApproval = "Who asked for a deployment cannot approve it, nor can a person behind the request.";
    private const string NoDigest = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    private TemporaryDirectory _directory = null!;
    private ApprovalGate _gate = null!;
    private ApprovalRecords _records = null!;
    private Func<Task<JsonNode>> _tooOld = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _directory = new TemporaryDirectory();
        _gate = new ApprovalGate(_directory);
        _records = new ApprovalRecords(_gate);
        foreach (var name in (string[])["own", "job", "other-self", "other-digest", "swapped", "swapped-blind", "lost", "moved", "no-approver", "no-requester", "frozen", "older", "agent", "via-agent"])
        {
            Add(name, ApprovalPolicies.One);
        }

        foreach (var name in (string[])["twice-oneself", "replanned", "withdrawn", "again", "replayed"])
        {
            Add(name, ApprovalPolicies.Two);
        }

        Add("relinked", ApprovalPolicies.One);
        Add("too-old", ApprovalPolicies.One, "approval_age: 20s");
        Add("left-team", """{count: 1, from: ["team:oncall"]}""");
        await _gate.StartAsync();

        // Grows old while the others are tried.
        var asked = ApproveWhileHeldAsync("too-old");
        _tooOld = () => asked;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        try
        {
            await _records.AssertVerifiedAsync();
        }
        finally
        {
            await _gate.DisposeAsync();
            _directory.Dispose();
        }
    }

    [TearDown]
    public void Match() => _records.AssertMatched();

    [Test]
    public async Task Approve_OfOnesOwnRequest_IsRefused()
    {
        var asked = await AskAsync("own", _gate.Alice);
        var answer = await ApproveAsync("own", asked, _gate.Alice);
        await AssertRefusedAsync("own", asked, answer, "POLICY_DENIED", OwnApproval);
        await _records.AssertListedAsync("refusal", answer.DecisionId);
        AssertNotRun("own", asked);
    }

    [Test]
    public async Task Approve_ByWhoStartedThePipeline_IsRefused()
    {
        var asked = await AskAsync("job", _gate.Job("job", startedBy: "500001"));
        await AssertRefusedAsync("job", asked, await ApproveAsync("job", asked, _gate.Alice), "POLICY_DENIED", OwnApproval);
        AssertNotRun("job", asked);
    }

    [Test]
    public async Task Approve_ByTheRequesterUnderAnotherIdentity_IsRefused()
    {
        var asked = await AskAsync("other-self", _gate.Alice);
        await AssertRefusedAsync("other-self", asked, await ApproveAsync("other-self", asked, _gate.Person("a-1", "staff")), "POLICY_DENIED", OwnApproval);
        AssertNotRun("other-self", asked);
    }

    [Test]
    public async Task Approve_ByOnePersonUnderTwoIdentities_CountsOnce()
    {
        var asked = await AskAsync("twice-oneself", _gate.Alice);
        await RequireDoneAsync(ApproveAsync("twice-oneself", asked, _gate.Bob));
        await AssertRefusedAsync("twice-oneself", asked, await ApproveAsync("twice-oneself", asked, _gate.Person("b-1", "staff")), "ALREADY_EXISTS", "has approved it before", given: 1);
        AssertNotRun("twice-oneself", asked);
    }

    [Test]
    public async Task Approve_OfAnotherDigest_IsRefused()
    {
        var asked = await AskAsync("other-digest", _gate.Alice);
        var answer = await _gate.ApproveAsync("other-digest", IdOf(asked), _gate.Bob, NoDigest);
        await AssertRefusedAsync("other-digest", asked, answer, "WRONG_STATE", "What would run is not what was reviewed");
        AssertNotRun("other-digest", asked);
    }

    [TestCase("swapped", false)]
    [TestCase("swapped-blind", true)]
    public async Task Approve_AfterTheArtifactWasSwapped_RunsWhatWasReviewed(string application, bool isBlind)
    {
        var asked = await AskAsync(application, _gate.Alice);
        _gate.AddArtifact(application, Version, "something else");

        // Who asks for it anew has the other one to look at, and nothing that was said about the first one serves it.
        var swapped = await AskAsync(application, _gate.Alice);
        Assert.That(ReviewOf(swapped), Is.Not.EqualTo(ReviewOf(asked)));
        var answer = await _gate.ApproveAsync(application, IdOf(swapped), _gate.Bob, ReviewOf(asked));
        await AssertRefusedAsync(application, swapped, answer, "WRONG_STATE", "What would run is not what was reviewed");

        await RequireDoneAsync(_gate.ApproveAsync(application, IdOf(asked), _gate.Bob, isBlind ? "" : ReviewOf(asked)));
        await _gate.WaitAsync(application, IdOf(asked), "SUCCEEDED");
        Assert.That(_gate.Landed(application), Is.EqualTo(ContentOf(application, Version)));
        var execution = _records.Executions(IdOf(asked)).Single();
        Assert.That((string?)execution["digest"], Is.EqualTo((string?)asked["digest"]));
        Assert.That(_records.Executions(IdOf(swapped)), Is.Empty);
    }

    [Test]
    public async Task Approve_AfterTheArtifactWasSwappedAndTheKeptOneLost_Fails()
    {
        var asked = await AskAsync("lost", _gate.Alice);
        _gate.AddArtifact("lost", Version, "something else");
        foreach (var kept in Directory.EnumerateFiles(Path.Combine(_gate.StateOf("deployer"), "artifacts"), $"*{((string)asked["digest"]!)["sha256:".Length..]}*", SearchOption.AllDirectories))
        {
            File.Delete(kept);
        }

        var approved = await ApproveAsync("lost", asked, _gate.Bob);
        await RequireDoneAsync(Task.FromResult(approved));
        var ended = await _gate.WaitAsync("lost", IdOf(asked), "FAILED");
        Assert.That((string?)ended["error"], Does.Contain("The artifact has changed at its source since it was verified."));
        await _records.AssertAllowedAsync((string)ended["execution_decision_id"]!);
        Assert.That(_gate.Landed("lost"), Is.Null);
    }

    [Test]
    public async Task Execute_AfterTheDestinationChanged_IsDenied()
    {
        var asked = await ApproveWhileHeldAsync("moved");
        await _gate.ChangeAsync("destinations/data.yaml", ApprovalPolicies.Destinations(_gate.Targets) + $$"""
            moved:
              production:
                target: {kind: directory, path: "{{_gate.Targets}}/elsewhere"}
                source: releases

            """);
        await AssertEndsAsync("moved", asked, "DENIED", "DESTINATION_CHANGED");
        await _records.AssertStoppedAsync(IdOf(asked), "DENIED", "DESTINATION_CHANGED");
        Assert.That(Directory.Exists(Path.Combine(_gate.Targets, "elsewhere", "current")), Is.False);
    }

    [Test]
    public async Task Approve_AfterWhatIsReplacedChanged_IsRefused()
    {
        var first = await AskAsync("replanned", _gate.Alice);
        var second = await AskAsync("replanned", _gate.Alice, "1.1.0");
        await RequireDoneAsync(ApproveAsync("replanned", second, _gate.Bob));
        await RequireDoneAsync(ApproveAsync("replanned", first, _gate.Bob));
        await RequireDoneAsync(ApproveAsync("replanned", first, _gate.Carol));
        await _gate.WaitAsync("replanned", IdOf(first), "SUCCEEDED");
        await _gate.WaitAsync("replanned", IdOf(second), deployment => ReviewOf(deployment) != ReviewOf(second));

        await AssertRefusedAsync("replanned", second, await ApproveAsync("replanned", second, _gate.Carol), "WRONG_STATE", "What would run is not what was reviewed");
        await AssertRefusedAsync("replanned", second, await _gate.ApproveAsync("replanned", IdOf(second), _gate.Carol), "WRONG_STATE", "has changed since it first waited for approval");
        await _records.AssertStoppedAsync(IdOf(second), "PENDING_APPROVAL", "What would run has changed");
        AssertNotRun("replanned", second, Version);
    }

    [Test]
    public async Task Execute_AfterTheTargetChanged_AsksForApprovalAnew()
    {
        foreach (var version in (string[])[Version, "1.1.0"])
        {
            var done = await AskAsync("relinked", _gate.Alice, version);
            await RequireDoneAsync(ApproveAsync("relinked", done, _gate.Bob));
            await _gate.WaitAsync("relinked", IdOf(done), "SUCCEEDED");
        }

        var asked = await ApproveWhileHeldAsync("relinked", version: "1.2.0");
        var target = Path.Combine(_gate.Targets, "relinked", ApprovalPolicies.Environment);
        var earlier = Directory.EnumerateDirectories(Path.Combine(target, "releases"), Version + "-*").Single();
        File.Delete(Path.Combine(target, "current"));
        File.CreateSymbolicLink(Path.Combine(target, "current"), Path.Combine("releases", Path.GetFileName(earlier)));
        await _gate.ReleaseAsync("relinked");
        await AssertPendingAsync("relinked", asked);
        await _records.AssertStoppedAsync(IdOf(asked), "PENDING_APPROVAL", "What would run has changed");
        AssertNotRun("relinked", asked, Version);
    }

    [Test]
    public async Task Execute_AfterTheApprovalRanOut_Expires()
    {
        var asked = await _tooOld();
        var ended = await _gate.WaitAsync("too-old", IdOf(asked), "EXPIRED");
        await _gate.ReleaseAsync("too-old");
        Assert.That((string?)ended["error"], Does.Contain("Its push had not begun at"));
        await _records.AssertStoppedAsync(IdOf(asked), "EXPIRED", "Its push had not begun at");
        var late = await ApproveAsync("too-old", asked, _gate.Carol);
        Assert.That(ReasonOf(late), Is.EqualTo("WRONG_STATE"), late.Body);
        await _records.AssertRefusedAsync(late.DecisionId, "WRONG_STATE", "The deployment is EXPIRED");
        AssertNotRun("too-old", asked);
    }

    [Test]
    public async Task Execute_AfterTheApproversRightWasWithdrawn_AsksForApprovalAnew()
    {
        var asked = await ApproveWhileHeldAsync("no-approver");
        await _gate.ReplaceAsync("applications/no-approver/data.yaml", "\"person:bob\": [approver]", "\"person:bob\": [reader]");
        await _gate.ReleaseAsync("no-approver");
        await AssertPendingAsync("no-approver", asked);
        await _records.AssertDeniedAtExecutionAsync(IdOf(asked), "approve", "");
        await _records.AssertStoppedAsync(IdOf(asked), "PENDING_APPROVAL", "Approvals are missing");
        AssertNotRun("no-approver", asked);
    }

    [Test]
    public async Task Execute_AfterTheRequestersRightWasWithdrawn_IsDenied()
    {
        var asked = await ApproveWhileHeldAsync("no-requester");
        await _gate.ReplaceAsync("applications/no-requester/data.yaml", "[deployer, approver]", "[reader]");
        await AssertEndsAsync("no-requester", asked, "DENIED", "Refused when it was decided again");
        await _records.AssertDeniedAtExecutionAsync(IdOf(asked), "deploy", "");
        await _records.AssertStoppedAsync(IdOf(asked), "DENIED", "Refused when it was decided again");
    }

    [Test]
    public async Task Execute_AfterAFreezeBegan_IsDenied()
    {
        var asked = await ApproveWhileHeldAsync("frozen");
        var now = DateTimeOffset.UtcNow;
        await _gate.ChangeAsync(
            "freezes/data.yaml", $$"""halt: {applications: [frozen], actions: [deploy], why: the books are closed, from: "{{now.AddHours(-1):yyyy-MM-ddTHH:mm:ssZ}}", until: "{{now.AddDays(1):yyyy-MM-ddTHH:mm:ssZ}}"}""");
        await AssertEndsAsync("frozen", asked, "DENIED", "the books are closed");
        await _records.AssertDeniedAtExecutionAsync(IdOf(asked), "deploy", "the books are closed");
    }

    [Test]
    public async Task Execute_AfterTheApproverLeftTheTeam_AsksForApprovalAnew()
    {
        // The right to approve is carol's own and stays; that her approval serves is the team's.
        var asked = await ApproveWhileHeldAsync("left-team", _gate.Carol);
        await _gate.ChangeAsync("teams/oncall/data.yaml", "members: [{who: dave}]\n");
        await _gate.ReleaseAsync("left-team");
        await AssertPendingAsync("left-team", asked);
        await _records.AssertStoppedAsync(IdOf(asked), "PENDING_APPROVAL", "team:oncall");
        AssertNotRun("left-team", asked);
    }

    [Test]
    public async Task Withdraw_OfAnApproval_LeavesItOut()
    {
        var asked = await AskAsync("withdrawn", _gate.Alice);
        await RequireDoneAsync(ApproveAsync("withdrawn", asked, _gate.Bob));
        var withdrawn = await RequireDoneAsync(_gate.WithdrawAsync("withdrawn", IdOf(asked), _gate.Bob));
        await RequireDoneAsync(ApproveAsync("withdrawn", asked, _gate.Carol));
        await AssertPendingAsync("withdrawn", asked, given: 1);
        await _records.AssertAllowedAsync(withdrawn.DecisionId);
        var again = await _gate.WithdrawAsync("withdrawn", IdOf(asked), _gate.Bob);
        await AssertRefusedAsync("withdrawn", asked, again, "WRONG_STATE", "The caller has given no approval that counts.", given: 1);
        AssertNotRun("withdrawn", asked);
    }

    [Test]
    public async Task Approve_Twice_CountsOnce()
    {
        var asked = await AskAsync("again", _gate.Alice);
        var bob = _gate.Bob;
        await RequireDoneAsync(ApproveAsync("again", asked, bob));
        await AssertRefusedAsync("again", asked, await ApproveAsync("again", asked, bob), "ALREADY_EXISTS", "has approved it before", given: 1);
        AssertNotRun("again", asked);
    }

    [Test]
    public async Task Approve_WithAGrantThatWasUsed_IsRefused()
    {
        var asked = await AskAsync("replayed", _gate.Alice);
        var approved = await RequireDoneAsync(ApproveAsync("replayed", asked, _gate.Bob));
        using var client = new SocketClient(_gate.Socket);
        Assert.That(await client.ApproveAsync(KeptGrant.OfApproval(_gate.Journal, IdOf(asked))), Is.EqualTo("GRANT_REPLAYED"));
        await _records.AssertRefusedAsync(approved.DecisionId, "GRANT_REPLAYED", "");
        await AssertPendingAsync("replayed", asked, given: 1);
        AssertNotRun("replayed", asked);
    }

    [Test]
    public async Task Approve_OfAnOlderRequestAfterANewerSucceeded_IsRefused()
    {
        var older = await AskAsync("older", _gate.Alice);
        var newer = await AskAsync("older", _gate.Alice, "1.1.0");
        await RequireDoneAsync(ApproveAsync("older", newer, _gate.Bob));
        await _gate.WaitAsync("older", IdOf(newer), "SUCCEEDED");
        var ended = await _gate.WaitAsync("older", IdOf(older), "SUPERSEDED");
        Assert.That((string?)ended["error"], Does.Contain($"Superseded by 1.1.0 ({IdOf(newer)})"));
        await _records.AssertStoppedAsync(IdOf(older), "SUPERSEDED", IdOf(newer));
        var late = await ApproveAsync("older", older, _gate.Bob);
        Assert.That(ReasonOf(late), Is.EqualTo("WRONG_STATE"), late.Body);
        await _records.AssertRefusedAsync(late.DecisionId, "WRONG_STATE", "The deployment is SUPERSEDED");
        AssertNotRun("older", older, "1.1.0");
    }

    [Test]
    public async Task Approve_ByAnAgentOrAMachine_IsDenied()
    {
        var asked = await AskAsync("agent", _gate.Alice);
        foreach (var token in (string[])[_gate.Machine("assist", "nobody", actor: "assistant-1"), _gate.Machine("cluster", "runner-1")])
        {
            await AssertDeniedAsync("agent", asked, await ApproveAsync("agent", asked, token));
        }

        AssertNotRun("agent", asked);
    }

    [Test]
    public async Task Approve_ByAPersonThroughAnAgentOrAMachine_IsDenied()
    {
        var asked = await AskAsync("via-agent", _gate.Alice);
        foreach (var token in (string[])[_gate.Machine("assist", "bob-7", actor: "assistant-1"), _gate.Machine("people", "bob", actor: "assistant-1"), _gate.Machine("cluster", "bob")])
        {
            await AssertDeniedAsync("via-agent", asked, await ApproveAsync("via-agent", asked, token));
        }

        AssertNotRun("via-agent", asked);
    }

    private void Add(string application, string approvals, string more = "")
    {
        ApprovalPolicies.WriteApplication(_gate.Policies, application, approvals, more);
        foreach (var version in (string[])[Version, "1.1.0", "1.2.0"])
        {
            _gate.AddArtifact(application, version, ContentOf(application, version));
        }
    }

    private static string ContentOf(string application, string version) => $"{application} {version}";

    // What is asked for waits for approval then.
    private async Task<JsonNode> AskAsync(string application, string token, string version = Version)
    {
        var answer = await RequireDoneAsync(_gate.DeployAsync(application, token, version));
        return await _gate.WaitAsync(application, IdOf(answer.Json), "PENDING_APPROVAL");
    }

    private Task<CurlAnswer> ApproveAsync(string application, JsonNode asked, string token) => _gate.ApproveAsync(application, IdOf(asked), token, ReviewOf(asked));

    // What has all its approvals, and would run at once where nothing held it.
    private async Task<JsonNode> ApproveWhileHeldAsync(string application, string? approver = null, string version = Version)
    {
        await _gate.HoldAsync(application);
        var asked = await AskAsync(application, _gate.Alice, version);
        await RequireDoneAsync(ApproveAsync(application, asked, approver ?? _gate.Bob));
        await _gate.WaitAsync(application, IdOf(asked), deployment => (string?)deployment["state"] == "WAITING" && ((string?)deployment["waiting_for"])!.Contains("an incident", StringComparison.Ordinal));
        return asked;
    }

    private static async Task<CurlAnswer> RequireDoneAsync(Task<CurlAnswer> call)
    {
        var answer = await call;
        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        return answer;
    }

    // Allowed at the door, refused by the deployer, on record at both.
    private async Task AssertRefusedAsync(string application, JsonNode asked, CurlAnswer answer, string reason, string message, int given = 0)
    {
        Assert.That(ReasonOf(answer), Is.EqualTo(reason), answer.Body);
        Assert.That((string?)answer.Error["message"], Does.Contain(message));
        await _records.AssertRefusedAsync(answer.DecisionId, reason, message);
        await AssertPendingAsync(application, asked, given);
    }

    private async Task AssertDeniedAsync(string application, JsonNode asked, CurlAnswer answer)
    {
        Assert.That(answer.Status, Is.EqualTo(403), answer.Body);
        Assert.That(ReasonOf(answer), Is.EqualTo("POLICY_DENIED"));
        Assert.That(answer.PolicyReasons, Is.Not.Empty);
        await _records.AssertDeniedAsync(answer, answer.PolicyReasons[0]);
        await AssertPendingAsync(application, asked);
    }

    private async Task AssertPendingAsync(string application, JsonNode asked, int given = 0)
    {
        var deployment = await _gate.WaitAsync(application, IdOf(asked), "PENDING_APPROVAL");
        Assert.That(deployment["approvals"]!.AsArray(), Has.Count.EqualTo(given));
    }

    // After its hold is released.
    private async Task AssertEndsAsync(string application, JsonNode asked, string state, string error)
    {
        await _gate.ReleaseAsync(application);
        var ended = await _gate.WaitAsync(application, IdOf(asked), state);
        Assert.That((string?)ended["error"], Does.Contain(error));
        AssertNotRun(application, asked);
    }

    private void AssertNotRun(string application, JsonNode asked, string? before = null)
    {
        Assert.That(_records.Executions(IdOf(asked)), Is.Empty);
        Assert.That(_gate.Landed(application), Is.EqualTo(before is null ? null : ContentOf(application, before)));
    }

    private static string IdOf(JsonNode deployment) => (string)deployment["deployment_id"]!;

    private static string ReviewOf(JsonNode deployment) => (string)deployment["review_digest"]!;

    private static string? ReasonOf(CurlAnswer answer) => answer.Status == 200
        ? null
        : answer.Error["details"]!.AsArray().Select(detail => (string?)detail!["reason"]).FirstOrDefault(reason => reason is not null);
}
