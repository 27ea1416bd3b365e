using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies;

/// <summary>The policy commands of a few lines: what they print, and how they refuse.</summary>
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

    [TestCase("eval", "1")]
    [TestCase("bench", "1")]
    [TestCase("test", ".")]
    [TestCase("check", ".")]
    [TestCase("deps", "1")]
    [TestCase("inspect", ".")]
    [TestCase("parse", "x.rego")]
    [TestCase("fmt", "x.rego")]
    public async Task Verb_OfOlderRego_IsRefusedAsNotSupported(string verb, string argument)
    {
        var run = await CommandRun.RunAsync("/", "policy", verb, "--v0-compatible", argument);

        Assert.That(run, Is.EqualTo(new CommandRun(1, string.Empty, $"Error: Rego as before OPA 1.0 is not supported\nRun 'gatectl policy {verb} --help' for usage.\n")));
    }

    [TestCase("check", "--format", "x", "invalid argument \"x\" for \"-f, --format\" flag: must be one of {pretty,json}")]
    [TestCase("check", "--max-errors", "x", "invalid argument \"x\" for \"-m, --max-errors\" flag: strconv.ParseInt: parsing \"x\": invalid syntax")]
    [TestCase("test", "--explain", "off", "invalid argument \"off\" for \"--explain\" flag: must be one of {fails,full,notes,debug}")]
    [TestCase("test", "--threshold", "x", "invalid argument \"x\" for \"--threshold\" flag: strconv.ParseFloat: parsing \"x\": invalid syntax")]
    [TestCase("eval", "--unknowns", "x", "illegal argument with --unknowns, specify string with one or more --unknowns")]
    [TestCase("eval", "--unknowns", "[", "failed to parse term: 1 error occurred: 1:1: rego_parse_error: unexpected eof token\n\t[\n\t^")]
    public async Task Verb_WrongValue_IsRefusedInOpasWords(string verb, string flag, string value, string message)
    {
        var run = await CommandRun.RunAsync("/", "policy", verb, flag, value, ".");

        Assert.That(run, Is.EqualTo(new CommandRun(1, string.Empty, $"Error: {message}\nRun 'gatectl policy {verb} --help' for usage.\n")));
    }

    [TestCase("version")]
    [TestCase("capabilities")]
    public async Task Verb_WithoutArguments_DoesNotMindOne(string verb)
    {
        var run = await CommandRun.RunAsync("/", "policy", verb, "more");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, string.Empty)));
    }

    [TestCase("check", "-b")]
    [TestCase("deps", "1", "-b")]
    public async Task Verb_MissingBundle_SaysThatItCannotBeRead(params string[] arguments)
    {
        using var directory = new TemporaryDirectory();

        var run = await CommandRun.RunAsync(directory.Path, ["policy", .. arguments, "nosuch"]);

        Assert.That(run, Is.EqualTo(new CommandRun(1, string.Empty, "error reading \"nosuch\": stat nosuch: no such file or directory\n")));
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
        using var directory = new TemporaryDirectory();
        directory.File("c.json", "{\"features\": [\"rego_v1\"], \"future_keywords\": [\"not\"]}");

        var run = await CommandRun.RunAsync(directory.Path, "policy", "capabilities", "--file", "c.json");

        Assert.That(run.Json["future_keywords"]!.ToJsonString(), Is.EqualTo("[\"not\"]"));
    }
}
