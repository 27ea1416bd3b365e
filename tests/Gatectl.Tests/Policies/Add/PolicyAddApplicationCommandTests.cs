using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies.Add;

public sealed class PolicyAddApplicationCommandTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void CreateDirectory()
    {
        _directory = new TemporaryDirectory();
        _directory.File("policies/issuers/data.yaml", "github: {url: https://ci.example}\n");
        _directory.File("policies/teams/shop/data.yaml", "members: [{who: p001}]\n");
        _directory.File("policies/classes/service/data.yaml", "code_from: [github]\n");
        _directory.File("policies/classes/pci/data.yaml", "waivable: false\n");
        _directory.File("policies/classes/all/data.yaml", "access: {}\n");
        _directory.File("policies/applications/web/data.yaml", "team: shop\n");
    }

    [TearDown]
    public void DeleteDirectory() => _directory.Dispose();

    [Test]
    public async Task AddApplication_WithoutInventory_WritesItsOwnFile()
    {
        var run = await AddAsync("ledger", "--team", "shop", "--class", "service", "--class", "pci", "--from", "github", "--id", "100000002");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, string.Empty)));
        Assert.That(Read("applications/ledger/data.yaml"), Is.EqualTo("team: shop\nclasses: [service, pci]\ncode: {ci: {from: github, id: [\"100000002\"]}}\n"));
        Assert.That(run.Out, Does.StartWith("wrote policies/applications/ledger/data.yaml\nnext:\n").And.Contain("credentials/data.yaml").And.Contain("gatectl policy check policies"));
    }

    [TestCase("007")]
    [TestCase("no")]
    [TestCase("1e5")]
    public async Task AddApplication_NameThatYamlReadsOtherwise_TellsTheNextStepInQuotes(string name)
    {
        var run = await AddAsync(name, "--team", "shop");

        Assert.That(run.Out, Does.Contain($"add \"{name}\" to an entry").And.Contain($"add \"{name}-{{environment}}\": {{applications: [\"{name}\"], "));
    }

    [TestCase("# All of them.\nweb: {team: shop}\n", "# All of them.\nweb: {team: shop}\n")]
    [TestCase("web: {team: shop} # without an end of line", "web: {team: shop} # without an end of line\n")]
    [TestCase("# All of them.\n", "# All of them.\n")]
    [TestCase("", "")]
    [TestCase("{}\n", "")]
    [TestCase("# None yet.\n{}\n", "# None yet.\n")]
    [TestCase("{web: {team: shop}}\n", null)]
    [TestCase("  web: {team: shop}\n", null)]
    [TestCase("web: {team: shop}\n...\n", null)]
    public async Task AddApplication_WithInventory_AddsALineOrChangesNothing(string before, string? kept)
    {
        _directory.File("policies/inventory/data.yaml", before);

        var run = await AddAsync("ledger", "--team", "shop", "--class", "service", "--from", "github", "--id", "1");

        var line = "ledger: {team: shop, classes: [service]}";
        Assert.That(run.ExitCode, Is.EqualTo(kept is null ? 1 : 0), run.Error);
        Assert.That(Read("inventory/data.yaml"), Is.EqualTo(kept is null ? before : $"{kept}{line}\n"));
        Assert.That(Exists("applications/ledger"), Is.EqualTo(kept is not null));
        Assert.That(kept is null ? run.Error : line, Does.Contain(line));
    }

    [Test]
    public async Task AddApplication_WithInventory_LeavesTeamAndClassesToIt()
    {
        _directory.File("policies/inventory/data.yaml", "web: {team: shop}\n");

        await AddAsync("ledger", "--team", "shop", "--class", "service");
        await AddAsync("books", "--team", "shop", "--from", "github", "--id", "1", "--id", "2");

        Assert.That(Read("applications/ledger/data.yaml"), Is.EqualTo("{}\n"));
        Assert.That(Read("applications/books/data.yaml"), Is.EqualTo("code: {ci: {from: github, id: [\"1\", \"2\"]}}\n"));
        Assert.That(Read("inventory/data.yaml"), Does.EndWith("ledger: {team: shop, classes: [service]}\nbooks: {team: shop}\n"));
    }

    [TestCase("no")]
    [TestCase("1e5")]
    [TestCase("null")]
    [TestCase("2026-01-01")]
    [TestCase("0x1f")]
    public async Task AddApplication_NameThatYamlReadsOtherwise_IsWrittenAsText(string name)
    {
        _directory.File("policies/inventory/data.yaml", "web: {team: shop}\n");

        var run = await AddAsync(name, "--team", "shop");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(Read("inventory/data.yaml"), Does.EndWith($"\n\"{name}\": {{team: shop}}\n"));
    }

    [TestCase("Shop")]
    [TestCase("-shop")]
    [TestCase("shop-")]
    [TestCase("a/b")]
    [TestCase("..")]
    [TestCase("")]
    [TestCase("a_b")]
    [TestCase("shöp")]
    [TestCase("a\n")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task AddApplication_BadName_IsRefused(string name)
    {
        var run = await AddAsync("--", name);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("is no name of an application"));
        Assert.That(Directory.GetDirectories(Path.Combine(_directory.Path, "policies", "applications")), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task AddApplication_Existing_IsRefusedAndStaysAsItWas()
    {
        _directory.File("policies/inventory/data.yaml", "listed: {team: shop}\n");
        Directory.CreateDirectory(Path.Combine(_directory.Path, "policies", "applications", "empty"));

        foreach (var name in new[] { "web", "listed", "empty" })
        {
            var run = await AddAsync(name, "--team", "shop");

            Assert.That(run.ExitCode, Is.EqualTo(1), name);
            Assert.That(run.Error, Does.Contain("already").And.Contain("nothing was changed"), name);
        }

        Assert.That(Read("applications/web/data.yaml"), Is.EqualTo("team: shop\n"));
        Assert.That(Read("inventory/data.yaml"), Is.EqualTo("listed: {team: shop}\n"));
    }

    [TestCase("there is no team 'shpo' in teams; known are shop.", "--team", "shpo")]
    [TestCase("there is no class 'pic' in classes; known are pci, service.", "--class", "pic")]
    [TestCase("there is no issuer 'gitlab' in issuers; known are github.", "--from", "gitlab", "--id", "1")]
    public async Task AddApplication_NamesWhatIsNotDefined_IsRefused(string message, params string[] arguments)
    {
        var run = await AddAsync(["ledger", .. arguments]);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((1, $"gatectl: {message}\n")));
        Assert.That(Exists("applications/ledger"), Is.False);
    }

    [TestCase("--from", "github")]
    [TestCase("--id", "1")]
    [TestCase("--from", "github", "--id", " ")]
    public async Task AddApplication_HalfAPipeline_IsRefused(params string[] arguments)
    {
        var run = await AddAsync(["ledger", .. arguments]);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("--from and --id belong together"));
    }

    [Test]
    public async Task AddApplication_WithInventoryButNoTeam_IsRefused()
    {
        _directory.File("policies/inventory/data.yaml", "web: {team: shop}\n");

        var run = await AddAsync("ledger");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain("--team is needed"));
    }

    [Test]
    public async Task AddApplication_InventoryThatCannotBeRead_IsRefused()
    {
        _directory.File("policies/inventory/data.yaml", "web: {team: [shop}\n");

        var run = await AddAsync("ledger", "--team", "shop");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("inventory/data.yaml cannot be read"));
    }

    [Test]
    public async Task AddApplication_InventoryInAnotherFormat_IsRefused()
    {
        _directory.File("policies/inventory/data.json", "{}");

        var run = await AddAsync("ledger", "--team", "shop");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("inventory/data.json is not inventory/data.yaml"));
    }

    [Test]
    public async Task AddApplication_Json_TellsFilesAndSteps()
    {
        var run = await AddAsync("ledger", "--output", "json");

        Assert.That((string?)run.Json["files"]![0], Is.EqualTo("applications/ledger/data.yaml"));
        Assert.That(run.Json["next"]!.AsArray().Select(step => (string?)step), Has.Some.Contain("access:").And.Some.Contain("code:"));
    }

    [Test]
    public async Task AddApplication_NoDirectory_IsRefused()
    {
        var run = await AddAsync("ledger", "--policies", "elsewhere");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((1, "gatectl: there is no directory 'elsewhere'; name the directory of policies with --policies.\n")));
    }

    private Task<CommandRun> AddAsync(params string[] arguments) => CommandRun.RunAsync(_directory.Path, ["policy", "add-application", .. arguments]);

    private string Read(string name) => File.ReadAllText(Path.Combine(_directory.Path, "policies", name));

    private bool Exists(string name) => Path.Exists(Path.Combine(_directory.Path, "policies", name));
}
