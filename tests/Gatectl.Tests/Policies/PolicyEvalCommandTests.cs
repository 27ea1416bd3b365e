using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies;

public sealed class PolicyEvalCommandTests
{
    [Test]
    public async Task Eval_PolicyDataAndInput_GivesTheValue()
    {
        using var folder = new TemporaryFolder();
        folder.File("p/p.rego", "package p\n\nallow if input.user in data.members\n");
        folder.File("p/members.json", """{"members": ["ann"]}""");
        folder.File("input.json", """{"user": "ann"}""");

        var run = await CommandRun.RunAsync(folder.Path, "policy", "eval", "-d", "p", "-i", "input.json", "data.p.allow");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Json["result"]![0]!["expressions"]![0]!.ToJsonString(), Is.EqualTo("""{"value":true,"text":"data.p.allow","location":{"row":1,"col":1}}"""));
    }

    [TestCase("raw", "1 2 three true\n")]
    [TestCase("discard", "{\n  \"result\": \"discarded\"\n}\n")]
    public async Task Eval_SeveralExpressions_GivesAllValues(string format, string expected)
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.RunAsync(folder.Path, "policy", "eval", "-f", format, "1; 2 with input as 3; \"three\"; (1 == 1)");

        Assert.That(run.Out, Is.EqualTo(expected));
    }

    [Test]
    public async Task Eval_Pretty_DrawsVariables()
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.RunAsync(folder.Path, "policy", "eval", "-f", "pretty", "x := [1, 2][_]");

        Assert.That(run.Out, Is.EqualTo("┌───┐\n│ x │\n├───┤\n│ 1 │\n│ 2 │\n└───┘\n"));
    }

    [Test]
    public async Task Eval_BrokenQuery_ExitsWithTwo()
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.RunAsync(folder.Path, "policy", "eval", "1 +");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Json["errors"]![0]!["message"]!.GetValue<string>(), Is.EqualTo("unexpected eof token"));
    }

    [TestCase("--fail", "data.nothing", 1)]
    [TestCase("--fail", "1", 0)]
    [TestCase("--fail-defined", "1", 1)]
    public async Task Eval_Fail_SetsTheExitCode(string flag, string query, int exitCode)
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.RunAsync(folder.Path, "policy", "eval", flag, query);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
    }
}
