using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies.Add;

/// <summary>Nothing is written that a gate would refuse: the whole directory is checked, by the shipped rules, with the files as they would be.</summary>
public sealed class PolicyAddCheckTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void CreateDirectory()
    {
        _directory = new TemporaryDirectory();
        CopyRules();
        _directory.File("policies/issuers/data.yaml", """
            github: {url: "https://ci.example", audience: gatekeeper, kind: code, named_by: repository_id, require: {all: {environment: ["{environment}"]}}}
            gitlab: {url: "https://gitlab.example", audience: gatekeeper, kind: code, named_by: project_id, require: {all: {environment: ["{environment}"]}}}
            login: {url: "https://login.example", audience: gatekeeper, kind: person, named_by: oid, teams: [shop], require: {always: {idtyp: [user]}}}

            """);
        _directory.File("policies/scopes/data.yaml", "tiers: [test, production]\n");
        _directory.File("policies/environments/data.yaml", "test: {tier: test}\nproduction: {tier: production}\n");
        _directory.File("policies/people/data.yaml", "alice: {login: a-1}\n");
        _directory.File("policies/teams/shop/data.yaml", "members: [{who: alice}]\n");
        _directory.File("policies/classes/service/data.yaml", "code_from: [github]\naccess: {test: {code: [deployer]}}\n");
        _directory.File("policies/robots/data.yaml", "cleaner: {from: gitlab, id: [\"77\"]}\n");
        _directory.File("policies/applications/web/data.yaml", "code: {ci: {from: github, id: [\"1\"]}}\n");
        _directory.File("policies/inventory/data.yaml", "web: {team: shop, classes: [service]}\n");
    }

    [TearDown]
    public void DeleteDirectory() => _directory.Dispose();

    [Test]
    public async Task AddApplication_ThatAGateTakes_IsWrittenAndTheCheckIsContent()
    {
        var run = await AddAsync("add-application", "ledger", "--team", "shop", "--class", "service", "--from", "github", "--id", "2");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, string.Empty)));
        Assert.That(await CheckAsync(), Has.Property("ExitCode").Zero);
    }

    [TestCase("--class service --from github --id 1", "applications/ledger/data.yaml:1:", Description = "of another application")]
    [TestCase("--from gitlab --id 77", "applications/ledger/data.yaml:1:", Description = "of a robot")]
    [TestCase("--class service --from gitlab --id 5", "class service takes no pipelines from gitlab")]
    public async Task AddApplication_ThatAGateRefuses_TellsWhyAndWritesNothing(string arguments, string fault)
    {
        Assert.That(await CheckAsync(), Has.Property("ExitCode").Zero);

        var run = await AddAsync(["add-application", "ledger", "--team", "shop", .. arguments.Split(' ')]);

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((1, string.Empty)));
        Assert.That(run.Error, Does.StartWith("gatectl: a gate would refuse applications/ledger/data.yaml and inventory/data.yaml as asked for; nothing was changed. Without --from and --id it is added, and applications/ledger/data.yaml is the place to name its pipelines.\n  - ").And.Contain(fault));
        Assert.That(Path.Exists(At("applications/ledger")), Is.False);
        Assert.That(File.ReadAllText(At("inventory/data.yaml")), Is.EqualTo("web: {team: shop, classes: [service]}\n"));
    }

    [TestCase("[ledger]", false)]
    [TestCase("[web]", true)]
    public async Task AddApplication_CredentialsThatNameItAlready_AreNotAskedFor(string applications, bool isAsked)
    {
        _directory.File("policies/credentials/data.yaml", $"\"{{application}}-{{environment}}\": {{applications: {applications}, environments: [test], purposes: [apply]}}\n");

        var run = await AddAsync("add-application", "ledger", "--team", "shop", "--class", "service");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Out.Contains("credentials/data.yaml", StringComparison.Ordinal), Is.EqualTo(isAsked));
    }

    [Test]
    public async Task AddApplication_WhereSomethingElseIsWrongAlready_IsWritten()
    {
        _directory.File("policies/freezes/data.yaml", "night: {teirs: [production], why: night}\n");

        var run = await AddAsync("add-application", "ledger", "--team", "shop", "--class", "service", "--from", "github", "--id", "2");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, string.Empty)));
    }

    [Test]
    public async Task AddTeam_ThatAGateRefuses_TellsWhyAndWritesNothing()
    {
        var run = await AddAsync("add-team", "ops", "--group", "login=g-1");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("a gate would refuse teams/ops/data.yaml").And.Contain("the issuer's teams do not name ops"));
        Assert.That(Path.Exists(At("teams/ops")), Is.False);
    }

    private void CopyRules()
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "policies");
        foreach (var directory in new[] { "gatekeeper", "deployer", "roles" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(shipped, directory)).Where(file => !file.EndsWith("_test.rego", StringComparison.Ordinal)))
            {
                _directory.File($"policies/{directory}/{Path.GetFileName(file)}", File.ReadAllBytes(file));
            }
        }
    }

    private string At(string name) => Path.Combine(_directory.Path, "policies", name);

    private Task<CommandRun> CheckAsync() => CommandRun.RunAsync(_directory.Path, "policy", "check", "policies");

    private Task<CommandRun> AddAsync(params string[] arguments) => CommandRun.RunAsync(_directory.Path, ["policy", .. arguments]);
}
