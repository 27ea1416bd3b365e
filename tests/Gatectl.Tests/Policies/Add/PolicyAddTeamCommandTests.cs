using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies.Add;

public sealed class PolicyAddTeamCommandTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void CreateDirectory()
    {
        _directory = new TemporaryDirectory();
        _directory.File("policies/issuers/data.yaml", "entra: {url: https://a.example}\nother: {url: https://b.example}\n");
        _directory.File("policies/people/data.yaml", "p001: {}\np002: {}\n");
        _directory.File("policies/teams/shop/data.yaml", "members: [{who: p001}]\n");
    }

    [TearDown]
    public void DeleteDirectory() => _directory.Dispose();

    [Test]
    public async Task AddTeam_GroupsAndMembers_WritesItsFile()
    {
        var run = await AddAsync("books", "--group", "entra=6513270e", "--group", "other=a=b", "--group", "entra=7", "--member", "p001", "--member", "p002");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, string.Empty)));
        Assert.That(
            File.ReadAllText(Path.Combine(_directory.Path, "policies/teams/books/data.yaml")),
            Is.EqualTo("groups: {entra: [\"6513270e\", \"7\"], other: [\"a=b\"]}\nmembers: [{who: p001}, {who: p002}]\n"));
        Assert.That(run.Out, Does.StartWith("wrote policies/teams/books/data.yaml\nnext:\n").And.Contain("--team books"));
    }

    [TestCase(2, "is no name of a team", "Books", "--member", "p001")]
    [TestCase(2, "a team consists of somebody", "books")]
    [TestCase(2, "is not ISSUER=GROUP", "books", "--group", "entra")]
    [TestCase(2, "is not ISSUER=GROUP", "books", "--group", "=x")]
    [TestCase(1, "the team 'shop' exists already", "shop", "--member", "p001")]
    [TestCase(1, "there is no issuer 'entar' in issuers; known are entra, other.", "books", "--group", "entar=x")]
    [TestCase(1, "there is no person 'p003' in people; known are p001, p002.", "books", "--member", "p003")]
    public async Task AddTeam_Mistake_IsRefusedAndWritesNothing(int exitCode, string message, params string[] arguments)
    {
        var run = await AddAsync(arguments);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
        Assert.That(run.Error, Does.Contain(message));
        Assert.That(Directory.GetDirectories(Path.Combine(_directory.Path, "policies", "teams")), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task AddTeam_TextThatIsNoYaml_IsQuoted()
    {
        var run = await AddAsync("books", "--group", "entra=x\"]}\nsecurity: [y");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(
            File.ReadAllText(Path.Combine(_directory.Path, "policies/teams/books/data.yaml")),
            Is.EqualTo("groups: {entra: [\"x\\\"]}\\nsecurity: [y\"]}\n"));
    }

    private Task<CommandRun> AddAsync(params string[] arguments) => CommandRun.RunAsync(_directory.Path, ["policy", "add-team", .. arguments]);
}
