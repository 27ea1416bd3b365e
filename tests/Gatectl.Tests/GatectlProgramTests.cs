using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;

namespace Gatectl.Tests;

public class GatectlProgramTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [TestCase("deploy", "shop", "test")]
    [TestCase("deploy", "shop", "test", "1.0.0", "--no-such-option")]
    [TestCase("no-such-command")]
    [TestCase("list", "--limit", "0")]
    [TestCase("list", "--limit", "many")]
    [TestCase("list", "--in-state", "SLEEPING")]
    [TestCase("get", "shop", "test", "x", "--output", "yaml")]
    [TestCase("dev", "--port", "70000")]
    [TestCase("deploy", "shop", "test", "1.0.0", "--timeout", "0")]
    [TestCase("deploy", "shop", "test", "1.0.0", "--not-after", "noon")]
    [TestCase("hold", "shop", "test")]
    [TestCase("hold", "shop")]
    [TestCase("release", "shop")]
    [TestCase("status", "shop")]
    [TestCase("withdraw", "shop", "test")]
    [TestCase("policy", "add-application")]
    [TestCase("policy", "add-application", "shop", "--tema", "web")]
    [TestCase("policy", "add-team")]
    [TestCase("policy", "add-team", "web", "--groups", "a=b")]
    public async Task Run_WrongCommandLine_IsAUsageFailure(params string[] arguments)
    {
        var run = await CommandRun.RunAsync(_directory.Path, arguments);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Error, Does.StartWith("gatectl: the command line is not understood").And.Not.Contain("\\u{"));
            Assert.That(run.Out, Is.Empty);
        });
    }

    [Test]
    public async Task Run_WrongCommandLineInJson_WritesTheFailureAsADocument()
    {
        var run = await CommandRun.RunAsync(_directory.Path, "deploy", "shop", "-o", "json");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That((int)run.Json["error"]!["exit_code"]!, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Json["error"]!["details"]!.AsArray(), Is.Not.Empty);
            Assert.That(run.Error, Is.Empty);
        });
    }

    [TestCase("--help")]
    [TestCase("deploy", "--help")]
    [TestCase("audit", "verify", "--help")]
    [TestCase("dev", "--help")]
    public async Task Run_Help_IsWrittenAndDone(params string[] arguments)
    {
        var run = await CommandRun.RunAsync(_directory.Path, arguments);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done));
            Assert.That(run.Out, Does.Contain("Usage:"));
        });
    }

    [Test]
    public async Task Run_HelpOfEveryCommand_NamesOneDefaultAnOption()
    {
        foreach (var command in Commands(CommandRegistry.CreateRoot(ProcessEnvironment.FromProcess()), []))
        {
            var run = await CommandRun.RunAsync(_directory.Path, [.. command, "--help"]);
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), string.Join(' ', command));
            Assert.That(run.Out.Split('\n'), Has.None.Match(@"\[default: .*\[default: "), string.Join(' ', command));
        }
    }

    [Test]
    public async Task Run_NoLocalGate_SaysHowToGetOne()
    {
        var run = await CommandRun.RunAsync(_directory.Path, "list");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Error, Does.Contain("gatectl dev").And.Contain(Path.Combine(_directory.Path, ".gate")));
        });
    }

    private static IEnumerable<string[]> Commands(Command parent, string[] path) =>
        parent.Subcommands.SelectMany(command => Commands(command, [.. path, command.Name])).Prepend(path);
}
