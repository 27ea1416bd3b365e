using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies;

/// <summary>Holds <c>docs/policy-data.md</c> to what the programs do: its commands, its files, its messages, and that nothing is left out.</summary>
public sealed class PolicyDataPageTests
{
    private TemporaryDirectory _directory = null!;
    private ProgramRun _run = null!;

    [OneTimeSetUp]
    public async Task FollowThePageAsync()
    {
        _directory = new TemporaryDirectory();
        Directory.CreateSymbolicLink(Path.Combine(_directory.Path, "policies"), SourceTree.PathTo("policies"));
        _run = await ProgramRun.RunAsync(_directory.Path, "bash", "-c", PolicyDataPage.Script());
    }

    [OneTimeTearDown]
    public void DeleteDirectory() => _directory.Dispose();

    [Test]
    public void Commands_OfThePage_DoWhatItSays()
    {
        Assert.That(_run.ExitCode, Is.Zero, _run.All);
        Assert.That(_run.Out, Does.Contain("sha256:").And.Contain("PASS: ").And.Contain("\"allow\": false").And.Contain("a required claim"), _run.All);
        Assert.That(_run.Error, Is.Empty);
    }

    [Test]
    public async Task Files_OfThePage_AreARevisionWhoseTestsPass()
    {
        var check = await CheckAsync();
        var test = await CommandRun.RunAsync(_directory.Path, "policy", "test", PolicyDataPage.Policies);

        Assert.That((check.ExitCode, check.Error), Is.EqualTo((0, string.Empty)));
        Assert.That(test.ExitCode, Is.Zero, test.Out + test.Error);
    }

    [Test]
    public void Blocks_OfThePage_AreAllRun() =>
        Assert.That(PolicyDataPage.Steps + (3 * PolicyDataPage.Mistakes.Count), Is.EqualTo(PolicyDataPage.Blocks));

    [Test]
    public void Mistakes_OfThePage_AreTenAtLeast() => Assert.That(PolicyDataPage.Mistakes, Has.Count.AtLeast(10));

    [TestCaseSource(nameof(Mistakes))]
    public async Task Check_Mistake_PrintsWhatThePageShows(object shown)
    {
        var mistake = (PolicyDataMistake)shown;
        var file = Path.Combine(_directory.Path, PolicyDataPage.Policies, mistake.File);
        var text = await File.ReadAllTextAsync(file);
        Assert.That(text.Split(mistake.Right), Has.Length.EqualTo(2), "what is right stands in the files of the page, once");
        await File.WriteAllTextAsync(file, text.Replace(mistake.Right, mistake.Wrong, StringComparison.Ordinal));
        try
        {
            Assert.That(await CheckAsync(), Is.EqualTo(new CommandRun(1, string.Empty, mistake.Message)));
        }
        finally
        {
            await File.WriteAllTextAsync(file, text);
        }
    }

    [TestCase("data.gatekeeper.roots")]
    [TestCase("{member | some known in data.gatekeeper.checks.members; some member in known}")]
    [TestCase("data.gatekeeper.checks.actions")]
    [TestCase("data.gatekeeper.checks.names.purpose")]
    [TestCase("object.keys(data.roles)")]
    public async Task Names_ThatPolicyDataKnows_AreOnThePage(string query)
    {
        var run = await CommandRun.RunAsync(SourceTree.Root, "policy", "eval", "--data", "policies", "--format", "raw", query);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var names = JsonNode.Parse(run.Out)!.AsArray().Select(name => (string)name!).ToList();
        Assert.That(names, Is.Not.Empty.And.None.Matches<string>(name => !Regex.IsMatch(PolicyDataPage.Text, $"`[^`\n]*\\b{name}\\b[^`\n]*`")));
    }

    private static IEnumerable<TestCaseData> Mistakes() =>
        PolicyDataPage.Mistakes.Select(mistake => new TestCaseData(mistake).SetArgDisplayNames(mistake.Title));

    private Task<CommandRun> CheckAsync() => CommandRun.RunAsync(_directory.Path, "policy", "check", PolicyDataPage.Policies);
}
