using System.Text.Json.Nodes;
using Gateway.Contract.Audit;

namespace EndToEnd.Tests.Support;

/// <summary>What both logs of an <see cref="ApprovalGate"/> have.</summary>
internal sealed class ApprovalRecords(ApprovalGate gate)
{
    private (string Origin, string Directory)[] Logs =>
        [("gatekeeper.test/audit", Path.Combine(gate.StateOf("gatekeeper"), "audit")), ("deployer.local/audit", Path.Combine(gate.StateOf("deployer"), "audit"))];

    /// <summary>Asserts that the gatekeeper's log has a decision about a call that refuses it.</summary>
    public Task AssertDeniedAsync(CurlAnswer answer, string reason) =>
        AssertAsync(entry => IsDecision(entry, isAllowed: false) && entry.DecisionId == answer.DecisionId && entry.Reasons.Contains(reason));

    /// <summary>Asserts that the gatekeeper's log has a decision that refuses the execution of a deployment, or an approval of it when it is executed.</summary>
    public Task AssertDeniedAtExecutionAsync(string deployment, string action, string reason) => AssertAsync(entry =>
        IsDecision(entry, isAllowed: false) && entry.DeploymentId == deployment && entry.Action == action
        && (string?)JsonNode.Parse(entry.Json)!["input"]?["context"]?["phase"] == "execute"
        && entry.Reasons.Any(text => text.Contains(reason, StringComparison.Ordinal)));

    /// <summary>Asserts that the gatekeeper had allowed a call, and the deployer's log says that it was not carried out.</summary>
    public async Task AssertRefusedAsync(string decision, string reason, string detail)
    {
        await AssertAllowedAsync(decision);
        await AssertAsync(entry => entry.Kind == "refusal" && IsOfDeployer(entry) && entry.IsAllowed == false && entry.DecisionId == decision
            && entry.Reason == reason && entry.Detail!.Contains(detail, StringComparison.Ordinal));
    }

    /// <summary>Asserts that the gatekeeper's log has a decision that allowed a call.</summary>
    public Task AssertAllowedAsync(string decision) => AssertAsync(entry => IsDecision(entry, isAllowed: true) && entry.DecisionId == decision);

    /// <summary>Asserts that the deployer's log says how it stopped a deployment, and why.</summary>
    public Task AssertStoppedAsync(string deployment, string state, string detail) => AssertAsync(entry =>
        entry.Kind == "stopped" && IsOfDeployer(entry) && entry.IsAllowed == false && entry.DeploymentId == deployment
        && entry.Detail!.Contains(detail, StringComparison.Ordinal) && (string?)JsonNode.Parse(entry.Json)!["state"] == state);

    /// <summary>The executions of a deployment.</summary>
    public IReadOnlyList<JsonNode> Executions(string deployment) =>
        [.. Read().Where(entry => entry.Kind == "execution" && entry.DeploymentId == deployment).Select(entry => JsonNode.Parse(entry.Json)!)];

    /// <summary>Asserts that whatever was executed had been decided.</summary>
    public void AssertMatched()
    {
        var matching = ExecutionMatcher.Match(Logs);
        Assert.That(matching.Problems, Is.Empty);
        Assert.That(matching.AbsentOrigins, Is.Empty);
    }

    /// <summary>Asserts that <c>gatectl audit list --denied</c> shows a record of one of the two logs.</summary>
    public async Task AssertListedAsync(string kind, string decision)
    {
        var run = await ProcessRun.RunAsync(Repository.Gatectl, ["audit", "list", "--state", gate.State, "--denied", "--decision", decision, "-o", "json"]);
        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(run.Json["records"]!.AsArray().Select(record => (string?)record!["kind"]), Is.EqualTo(new[] { kind }), run.All);
    }

    /// <summary>Asserts that <c>gatectl audit verify</c> is content with both logs.</summary>
    public async Task AssertVerifiedAsync()
    {
        var run = await ProcessRun.RunAsync(Repository.Gatectl, ["audit", "verify", "--state", gate.State]);
        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(run.Out, Does.Contain("gatekeeper/audit").And.Contain("deployer/audit").And.Match("matched: [0-9]+ executions? rests? on a decision that allowed just that"));
    }

    // Not everything is on record before the answer that tells of it.
    private Task AssertAsync(Func<LogEntry, bool> isWanted) => gate.UntilAsync(
        () => Task.FromResult(Read().Any(isWanted)),
        () => $"That is not on record; what was not allowed is:\n{string.Join('\n', Read().Where(entry => entry.IsAllowed == false).Select(entry => entry.Json))}");

    private IEnumerable<LogEntry> Read() => Logs.SelectMany(log => LogReader.ReadAll(log.Directory));

    private static bool IsDecision(LogEntry entry, bool isAllowed) =>
        entry.Kind == "decision" && entry.Origin == "gatekeeper.test/audit" && entry.IsAllowed == isAllowed;

    private static bool IsOfDeployer(LogEntry entry) => entry.Origin == "deployer.local/audit";
}
