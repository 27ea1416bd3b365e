using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies;

public sealed class PolicyCheckCommandTests
{
    private const string Faults = """
        package gatekeeper

        decision := {"allow": false}

        faults contains {"path": ["roles", name], "message": sprintf("no such action %s", [action]), "hint": "did you mean get"} if {
        	some name, actions in data.roles
        	some action in actions
        	not action in {"get", "list"}
        }

        """;

    private const string Wrong = "package a\n\np := x\n";

    [Test]
    public async Task Check_RightModules_SaysNothing()
    {
        using var directory = new TemporaryDirectory();
        directory.File("a.rego", "package a\n\np := 1\n");

        var run = await CheckAsync(directory, ".");

        Assert.That(run, Is.EqualTo(new CommandRun(0, string.Empty, string.Empty)));
    }

    [Test]
    public async Task Check_WrongModule_ShowsTheLineAndThePlace()
    {
        using var directory = new TemporaryDirectory();
        directory.File("a.rego", "package a\n\np := nosuchthing(1)\n");

        var run = await CheckAsync(directory, "a.rego");

        Assert.That(run, Is.EqualTo(new CommandRun(1, string.Empty, "1 error occurred: a.rego:3: rego_type_error: undefined function nosuchthing\n\t| p := nosuchthing(1)\n\t|      ^\n")));
    }

    [Test]
    public async Task Check_Directory_IsAllItsModulesButTheIgnoredOnes()
    {
        using var directory = new TemporaryDirectory();
        directory.File("policy/a.rego", Wrong);
        directory.File("policy/.hidden/b.rego", Wrong);
        directory.File("policy/c_test.rego", Wrong);
        directory.File("policy/data.json", "{");

        Assert.That((await CheckAsync(directory, "policy")).Error, Does.StartWith("3 errors occurred:\npolicy/.hidden/b.rego:3: "));
        Assert.That((await CheckAsync(directory, "policy", "--ignore", ".*", "--ignore", "*_test.rego")).Error, Does.StartWith("1 error occurred: policy/a.rego:3: "));
    }

    [TestCase(".")]
    [TestCase("freezes")]
    public async Task Check_DirectoryWithoutRules_SaysThatNothingChecksItsData(string path)
    {
        using var directory = new TemporaryDirectory();
        directory.File("freezes/data.yaml", "night: {teirs: [production], why: night}\n");

        var run = await CheckAsync(directory, path);

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((1, string.Empty)));
        Assert.That(run.Error, Does.Contain(path == "." ? "there is no policy: no *.rego file that is not a test" : "data cannot stand here"));
    }

    [Test]
    public async Task Check_DirectoryThatAGateCouldUse_PrintsItsRevision()
    {
        using var directory = Gate();
        directory.File("policies/roles/data.yaml", "reader: [get]\n");

        var run = await CheckAsync(directory, "policies");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, string.Empty)));
        Assert.That(run.Out, Does.Match("^sha256:[0-9a-f]{64}\n$"));
    }

    [TestCase("roles/data.yaml", "reader: [get]\nreader: [list]\n", "roles/data.yaml:2:1: the key reader stands here a second time, first on line 1; only one of them would count\n")]
    [TestCase("roles/data.yaml", "on: [get]\n", "roles/data.yaml:1:1: the key on reads as a boolean; write \"on\"\n")]
    [TestCase("roles/data.yaml", "reader: [gte]\n", "roles/data.yaml:1:1: roles.reader: no such action gte (did you mean get)\n")]
    [TestCase("applications/shop/rights.rego", "package gatekeeper\n", "applications/shop/rights.rego: rules and tests (*.rego) stand below gatekeeper/ or deployer/ alone\n")]
    [TestCase("gatekeeper/clock.rego", "package gatekeeper.clock\n\nnow := time.now_ns()\n", "time.now_ns")]
    [TestCase("gatekeeper/clock.rego", "package gatekeeper.clock\n\nfresh := io.jwt.decode_verify(input.token, {\"secret\": \"s\"})[0]\n", "io.jwt.decode_verify")]
    [TestCase("gatekeeper/more_test.rego", "package gatekeeper_test\n\ntest_no if 1 == 2\n", "gatekeeper/more_test.rego:3:1: the test data.gatekeeper_test.test_no failed\n")]
    public async Task Check_DirectoryThatAGateWouldRefuse_IsRefusedWithoutAFlag(string path, string text, string fault)
    {
        using var directory = Gate();
        directory.File($"policies/{path}", text);

        var run = await CheckAsync(directory, "policies");

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((1, string.Empty)));
        Assert.That(run.Error, Does.Contain(fault));
    }

    [Test]
    public async Task Check_RuleInATeamsDirectoryThatDoesNotCompile_TellsItsPlaceFirst()
    {
        using var directory = Gate();
        directory.File("policies/teams/shop/own.rego", "package gatekeeper.own\n\np := nosuchthing(1)\n");

        var run = await CheckAsync(directory, "policies");
        var json = await CheckAsync(directory, "policies", "--format", "json");

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((1, string.Empty)));
        Assert.That(run.Error, Does.StartWith("teams/shop/own.rego: rules and tests (*.rego) stand below gatekeeper/ or deployer/ alone\n1 error occurred: policies/teams/shop/own.rego:3: rego_type_error: undefined function nosuchthing\n"));
        Assert.That(json.Error, Does.Match("(?s)stand below gatekeeper/ or deployer/ alone.*undefined function nosuchthing"));
    }

    [Test]
    public async Task Check_RuleInATeamsDirectoryThatCannotBeRead_TellsItsPlaceFirst()
    {
        using var directory = Gate();
        directory.File("policies/teams/shop/own.rego", "package gatekeeper.own\n\np := {");
        directory.File("policies/roles.yaml", "reader: [get]\n");

        var run = await CheckAsync(directory, "policies");

        Assert.That(run.Error, Does.Match("^roles.yaml: data cannot stand here; .*\nteams/shop/own.rego: rules and tests .* alone\n2 errors occurred during loading:\npolicies/teams/shop/own.rego:3: rego_parse_error"));
    }

    [Test]
    public async Task Check_RulesForNoGate_AreNotHeldToItsPlaces()
    {
        using var directory = new TemporaryDirectory();
        directory.File("any/a.rego", Wrong);

        Assert.That((await CheckAsync(directory, ".")).Error, Does.StartWith("1 error occurred: any/a.rego:3: "));
    }

    [Test]
    public async Task Check_DataInTwoFormats_NamesOneFileOfEach()
    {
        using var directory = Gate();
        directory.File("policies/roles/data.yaml", "reader: [get]\n");
        directory.File("policies/people/data.json", "{}");

        var run = await CheckAsync(directory, "policies");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((1, "people/data.json: this is JSON, and roles/data.yaml is YAML; all data stand in one format\n")));
    }

    [Test]
    public async Task Check_DirectoryForAGateAsJson_ListsTheFaults()
    {
        using var directory = Gate();
        directory.File("policies/roles/data.yaml", "reader: [gte]\n");

        var run = await CheckAsync(directory, "policies", "--format", "json");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Out, Does.Contain("\"revision\": \"sha256:").And.Contain("no such action gte"));
    }

    [Test]
    public async Task Test_DirectoryWithFaults_TellsThemAfterItsTests()
    {
        using var directory = Gate();
        directory.File("policies/roles/data.yaml", "reader: [gte]\n");

        var run = await CommandRun.RunAsync(directory.Path, "policy", "test", "policies");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((1, "roles/data.yaml:1:1: roles.reader: no such action gte (did you mean get)\n")));
        Assert.That(run.Out, Does.EndWith("PASS: 1/1\n"));
    }

    [Test]
    public async Task Test_DirectoryWithoutFaults_SaysNoMore()
    {
        using var directory = Gate();

        var run = await CommandRun.RunAsync(directory.Path, "policy", "test", "policies");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, string.Empty)));
    }

    [Test]
    public async Task Check_MissingFile_IsRefused()
    {
        using var directory = new TemporaryDirectory();

        var run = await CheckAsync(directory, "missing.rego");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.StartWith("1 error occurred during loading: ").And.Contain("missing.rego"));
    }

    [TestCase("v9.9.9")]
    [TestCase("broken.json")]
    public async Task Check_WithoutSuchCapabilities_IsRefused(string name)
    {
        using var directory = new TemporaryDirectory();
        directory.File("a.rego", "package a\n");
        directory.File("broken.json", "{");

        var run = await CheckAsync(directory, "a.rego", "--capabilities", name);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain($"invalid argument \"{name}\" for \"--capabilities\" flag: "));
    }

    [Test]
    public async Task Check_Bundle_HoldsRulesAgainstTheData()
    {
        using var directory = new TemporaryDirectory();
        directory.File("a.rego", "package a\n\np := 1\n");
        directory.File("a/data.json", "{\"p\": 2}");

        Assert.That((await CheckAsync(directory, ".")).ExitCode, Is.Zero);
        Assert.That((await CheckAsync(directory, "--bundle", ".")).ExitCode, Is.EqualTo(1));
    }

    private static TemporaryDirectory Gate()
    {
        var directory = new TemporaryDirectory();
        directory.File("policies/gatekeeper/decision.rego", Faults);
        directory.File("policies/gatekeeper/decision_test.rego", "package gatekeeper_test\n\ntest_denies if not data.gatekeeper.decision.allow\n");
        return directory;
    }

    private static Task<CommandRun> CheckAsync(TemporaryDirectory directory, params string[] arguments) =>
        CommandRun.RunAsync(directory.Path, ["policy", "check", .. arguments]);
}
