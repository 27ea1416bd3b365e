using Gateway.Contract.Audit;

namespace Protos.Tests.Audit;

[TestFixture]
internal sealed class ExecutionMatcherTests
{
    private const string Allowed =
        """
        "kind":"decision","decision_id":"e1","allowed":true,"input":{"action":"deploy","application":"shop","environment":"test","request":{"facts":{"digest":"sha256:a"}}},"execution":{"deployment_id":"d1","request_decision_id":"r1","outcome":"execute"}
        """;

    private const string Artifact =
        """
        "kind":"decision","path":"deployer/artifact","allowed":true,"deployment":{"deployment_id":"d1"}
        """;

    private const string Executed =
        """
        "kind":"execution","decision_id":"e1","decided_by":"gate","deployment":{"application":"shop","deployment_id":"d1","environment":"test"},"request_decision_id":"r1","digest":"sha256:a"
        """;

    private string _root = null!;

    [SetUp]
    public void Create() => _root = Directory.CreateTempSubdirectory("matcher-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_root, recursive: true);

    [Test]
    public void Match_ExecutionThatWasDecided_IsMatched()
    {
        var matching = Match([Allowed], [Artifact, Executed, ApplyRead]);
        Assert.That((matching.IsMatched, matching.Executions, matching.Unchecked), Is.EqualTo((true, 1, 0)), string.Join("; ", matching.Problems));
    }

    [Test]
    public void Match_TakenUpAgainAfterARestart_IsMatched() => Assert.That(Match([Allowed], [Artifact, Executed, Executed]).IsMatched);

    [TestCase("\"allowed\":true", "\"allowed\":false", "does not allow it")]
    [TestCase("\"outcome\":\"execute\"", "\"outcome\":\"approvals_missing\"", "does not allow it")]
    [TestCase(",\"outcome\":\"execute\"", "", "does not allow it")]
    [TestCase("\"deployment_id\":\"d1\"", "\"deployment_id\":\"d2\"", "is about deployment d2")]
    [TestCase("\"request_decision_id\":\"r1\"", "\"request_decision_id\":\"r2\"", "asked for by the decision r2")]
    [TestCase("\"application\":\"shop\"", "\"application\":\"cart\"", "is about cart in test")]
    [TestCase("\"environment\":\"test\"", "\"environment\":\"production\"", "is about shop in production")]
    [TestCase("sha256:a", "sha256:b", "is about the artifact sha256:b, not sha256:a")]
    [TestCase("\"decision_id\":\"e1\"", "\"decision_id\":\"e2\"", "which the log of gate does not have")]
    [TestCase("\"action\":\"deploy\"", "\"action\":\"approve\"", "which the log of gate does not have")]
    [TestCase(",\"execution\":{\"deployment_id\":\"d1\",\"request_decision_id\":\"r1\",\"outcome\":\"execute\"}", "", "which the log of gate does not have")]
    public void Match_DecisionThatSaysAnotherThing_IsAProblem(string what, string instead, string problem)
    {
        var decision = Allowed.Replace(what, instead, StringComparison.Ordinal);
        Assert.That(decision, Is.Not.EqualTo(Allowed));
        Assert.That(Match([decision], [Artifact, Executed]).Problems.Single(), Does.Contain(problem));
    }

    [Test]
    public void Match_MemberThatIsMissingOnBothSides_MatchesNothingByChance()
    {
        var execution = Executed.Replace("\"decision_id\":\"e1\",", "", StringComparison.Ordinal);
        Assert.That(Match([Allowed], [Artifact, execution]).Problems, Has.Exactly(1).Items);
    }

    [Test]
    public void Match_ArtifactNotAllowed_IsAProblem()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Match([Allowed], [Executed]).Problems[0], Does.Contain("had not allowed its artifact"));
            Assert.That(Match([Allowed], [Artifact, Artifact.Replace("true", "false", StringComparison.Ordinal), Executed]).Problems[0], Does.Contain("had not allowed its artifact"), "the last counts");
            Assert.That(Match([Allowed], [Executed, Artifact]).Problems[0], Does.Contain("had not allowed its artifact"), "not afterwards");
        });
    }

    [Test]
    public void Match_CredentialReadToApplyBeforeTheExecution_IsAProblem()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Match([Allowed], [Artifact, ApplyRead, Executed]).Problems, Is.EqualTo(["deployment d1: its credential shop-test was read to apply, and it had not been executed"]));
            Assert.That(Match([Allowed], [Artifact, ApplyRead.Replace("apply", "observe", StringComparison.Ordinal), Executed]).Problems, Is.Empty);
        });
    }

    [Test]
    public void Match_LogOfTheGatekeeperNotThere_IsSaidAndNoProblem()
    {
        var matching = Match(null, [Artifact, Executed]);
        Assert.That((matching.IsMatched, matching.Unchecked, matching.AbsentOrigins.Single()), Is.EqualTo((true, 1, "gate")));
    }

    // Whose a log is, its key says.
    [Test]
    public void Match_LogThatSaysItIsAnothers_DecidesNothing()
    {
        var matching = ExecutionMatcher.Match([("deployer", Write("deployer", [Artifact, Executed])), ("someone", Write("gate", [Allowed]))]);
        Assert.That((matching.IsMatched, matching.Unchecked, matching.AbsentOrigins.Single()), Is.EqualTo((true, 1, "gate")));
    }

    [Test]
    public void Match_DecisionInTheLogOfWhoExecutes_DecidesNothing()
    {
        var execution = Executed.Replace("\"decided_by\":\"gate\"", "\"decided_by\":\"deployer\"", StringComparison.Ordinal);
        var matching = Match([], [Allowed, Artifact, execution]);
        Assert.That((matching.Unchecked, matching.AbsentOrigins.Single()), Is.EqualTo((1, "deployer")));
    }

    [Test]
    public void Match_PushFromBeforeExecutionsWereDecided_IsNotCompared()
    {
        var matching = Match([Allowed], [Undecided, ApplyRead, Artifact, Executed]);
        Assert.That((matching.IsMatched, matching.Executions, matching.Unchecked, matching.AbsentOrigins.Single()), Is.EqualTo((true, 2, 1, "")), string.Join("; ", matching.Problems));
    }

    [Test]
    public void Match_ExecutionByNoDecisionAfterOneThatWasDecided_IsAProblem() =>
        Assert.That(Match([Allowed], [Artifact, Executed, Undecided]).Problems.Single(), Does.Contain("was executed by no decision"));

    [Test]
    public void Match_ManyProblems_AreBoundedAndCounted()
    {
        var matching = Match([], [Artifact, .. Enumerable.Repeat(Executed, 150)]);
        Assert.That((matching.Problems.Count, matching.FurtherProblems), Is.EqualTo((100, 50)));
    }

    private static readonly string Undecided = Executed
        .Replace("\"decision_id\":\"e1\"", "\"decision_id\":\"\"", StringComparison.Ordinal)
        .Replace("\"decided_by\":\"gate\"", "\"decided_by\":\"\"", StringComparison.Ordinal);

    private const string ApplyRead = """
        "kind":"credential_read","deployment":{"deployment_id":"d1"},"reads":{"name":"shop-test","purpose":"apply"}
        """;

    private ExecutionMatching Match(string[]? gatekeeper, string[] deployer)
    {
        List<(string, string)> logs = [("deployer", Write("deployer", deployer))];
        if (gatekeeper is not null)
        {
            logs.Add(("gate", Write("gate", gatekeeper)));
        }

        return ExecutionMatcher.Match(logs);
    }

    private string Write(string origin, string[] records)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_root, $"{origin}-{Guid.NewGuid():N}")).FullName;
        var start = "\"kind\":\"start\"";
        File.WriteAllLines(
            Path.Combine(directory, LogLayout.SegmentName(0)),
            records.Prepend(start).Select((record, i) => $$$"""{"seq":{{{i}}},{{{record}}},"labels":{"id":"{{{origin}}}","version":"1"}}"""));
        return directory;
    }
}
