using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies;

public sealed class SmallPolicyCommandTests
{
    [Test]
    public async Task Version_Asked_TellsTheEngineAndTheLanguage()
    {
        var run = await CommandRun.RunAsync("/", "policy", "version");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Out, Does.Match("^Version: [0-9]").And.Contain("\nOPA Version: 1.22.2\n").And.Contain("\nRego Version: v1\n"));
    }

    [TestCase("tset", "\n\nDid you mean this?\n\ttest\n\n")]
    [TestCase("insp", "\n\nDid you mean this?\n\tinspect\n\n")]
    [TestCase("something", "\n")]
    public async Task Policy_UnknownVerb_IsRefusedWithWhatMayBeMeant(string verb, string hint)
    {
        var run = await CommandRun.RunAsync("/", "policy", verb);

        Assert.That(run, Is.EqualTo(new CommandRun(1, string.Empty, $"Error: unknown command \"{verb}\" for \"gatectl policy\"{hint}Run 'gatectl policy --help' for usage.\n")));
    }

    [TestCase]
    [TestCase("--help")]
    [TestCase("inspect", "--help")]
    public async Task Policy_Help_IsNoMistake(params string[] arguments)
    {
        var run = await CommandRun.RunAsync("/", ["policy", .. arguments]);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, string.Empty)));
        Assert.That(run.Out, Does.Contain("Usage:"));
    }

    [TestCase("deps", "specify exactly one query argument")]
    [TestCase("inspect", "specify exactly one OPA bundle or path")]
    [TestCase("parse", "no source file specified")]
    public async Task Verb_WithoutItsArgument_IsRefused(string verb, string message)
    {
        var run = await CommandRun.RunAsync("/", "policy", verb);

        Assert.That(run, Is.EqualTo(new CommandRun(1, string.Empty, $"Error: {message}\nRun 'gatectl policy {verb} --help' for usage.\n")));
    }

    [TestCase("v0.1.0", "no version of OPA that is known here: v0.1.0\n")]
    public async Task Capabilities_OfAnUnknownVersion_IsRefused(string version, string message)
    {
        var run = await CommandRun.RunAsync("/", "policy", "capabilities", "--version", version);

        Assert.That(run, Is.EqualTo(new CommandRun(1, string.Empty, message)));
    }

    [Test]
    public async Task Capabilities_OfAFile_AreReadAndWritten()
    {
        using var folder = new TemporaryFolder();
        folder.File("c.json", "{\"features\": [\"rego_v1\"], \"future_keywords\": [\"not\"]}");

        var run = await CommandRun.RunAsync(folder.Path, "policy", "capabilities", "--file", "c.json");

        Assert.That(run.Json["future_keywords"]!.ToJsonString(), Is.EqualTo("[\"not\"]"));
    }
}
