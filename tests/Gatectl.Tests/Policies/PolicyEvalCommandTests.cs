using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies;

public sealed class PolicyEvalCommandTests
{
    [Test]
    public async Task Eval_PolicyDataAndInput_GivesTheValue()
    {
        using var directory = new TemporaryDirectory();
        directory.File("p/p.rego", "package p\n\nallow if input.user in data.members\n");
        directory.File("p/members.json", """{"members": ["ann"]}""");
        directory.File("input.json", """{"user": "ann"}""");

        var run = await CommandRun.RunAsync(directory.Path, "policy", "eval", "-d", "p", "-i", "input.json", "data.p.allow");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Json["result"]![0]!["expressions"]![0]!.ToJsonString(), Is.EqualTo("""{"value":true,"text":"data.p.allow","location":{"row":1,"col":1}}"""));
    }

    /// <summary>A decision may not look at the clock; who tries out a policy has all of OPA's functions.</summary>
    [Test]
    public async Task Eval_FunctionThatARevisionMayNotCall_GivesTheValue()
    {
        using var directory = new TemporaryDirectory();

        var run = await CommandRun.RunAsync(directory.Path, "policy", "eval", "-f", "raw", """
            io.jwt.decode_verify(io.jwt.encode_sign({"alg": "HS256"}, {}, {"kty": "oct", "k": "c2VjcmV0"}), {"secret": "secret"})[0]; time.now_ns() > 0
            """);

        Assert.That(run.Out, Is.EqualTo("true true\n"));
    }

    [TestCase("raw", "1 2 three true\n")]
    [TestCase("discard", "{\n  \"result\": \"discarded\"\n}\n")]
    public async Task Eval_SeveralExpressions_GivesAllValues(string format, string expected)
    {
        using var directory = new TemporaryDirectory();

        var run = await CommandRun.RunAsync(directory.Path, "policy", "eval", "-f", format, "1; 2 with input as 3; \"three\"; (1 == 1)");

        Assert.That(run.Out, Is.EqualTo(expected));
    }

    [Test]
    public async Task Eval_Pretty_DrawsVariables()
    {
        using var directory = new TemporaryDirectory();

        var run = await CommandRun.RunAsync(directory.Path, "policy", "eval", "-f", "pretty", "x := [1, 2][_]");

        Assert.That(run.Out, Is.EqualTo("┌───┐\n│ x │\n├───┤\n│ 1 │\n│ 2 │\n└───┘\n"));
    }

    [Test]
    public async Task Eval_BrokenQuery_ExitsWithTwo()
    {
        using var directory = new TemporaryDirectory();

        var run = await CommandRun.RunAsync(directory.Path, "policy", "eval", "1 +");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Json["errors"]![0]!["message"]!.GetValue<string>(), Is.EqualTo("unexpected eof token"));
    }

    [TestCase("--fail", "data.nothing", 1)]
    [TestCase("--fail", "1", 0)]
    [TestCase("--fail-defined", "1", 1)]
    public async Task Eval_Fail_SetsTheExitCode(string flag, string query, int exitCode)
    {
        using var directory = new TemporaryDirectory();

        var run = await CommandRun.RunAsync(directory.Path, "policy", "eval", flag, query);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
    }

    [TestCase("notes", "query:1      Enter data.p.q = _\np.rego:3     | Enter data.p.q\np.rego:4     | | Note \"here\"\nundefined\n")]
    [TestCase("fails", "query:1      Enter data.p.q = _\np.rego:3     | Enter data.p.q\np.rego:5     | | Fail 1 = 2\nquery:1      | Fail data.p.q = _\nundefined\n")]
    [TestCase("off", "undefined\n")]
    public async Task Eval_Explain_ShowsTheStepsThatAreAskedFor(string mode, string expected)
    {
        using var directory = new TemporaryDirectory();
        directory.File("p.rego", "package p\n\nq if {\n\ttrace(\"here\")\n\t1 == 2\n}\n");

        var run = await CommandRun.RunAsync(directory.Path, "policy", "eval", "-d", "p.rego", "-f", "pretty", "--explain", mode, "data.p.q");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Out, Is.EqualTo(expected));
    }

    [Test]
    public async Task Eval_CoverageAndProfile_TellWhatWasReachedAndWhatItCost()
    {
        using var directory = new TemporaryDirectory();
        directory.File("p.rego", "package p\n\nq if {\n\tsome x in [1, 2, 3]\n\tx == 2\n}\n\nr := 1\n");

        var run = await CommandRun.RunAsync(directory.Path, "policy", "eval", "-d", "p.rego", "--coverage", "--profile-sort", "num_eval", "--profile-limit", "1", "data.p.q");

        Assert.That(run.Json["coverage"]!["files"]!["p.rego"]!["not_covered"]!.AsArray().Select(range => (int)range!["start"]!["row"]!), Has.All.EqualTo(8));
        Assert.That(run.Json["profile"]!.AsArray().Select(row => (int)row!["num_eval"]!), Is.EqualTo(new[] { 2 }));
        Assert.That(run.Json["metrics"]!["timer_rego_query_eval_ns"], Is.Not.Null);
    }

    [Test]
    public async Task Eval_Conflict_ShowsWhereTheEvaluationWas()
    {
        using var directory = new TemporaryDirectory();
        directory.File("p.rego", "package p\n\nq := 1 if input.x > 0\n\nq := 2 if input.x > 1\n\nr if q == 1\n");
        directory.File("input.json", """{"x": 5}""");

        var run = await CommandRun.RunAsync(directory.Path, "policy", "eval", "-d", "p.rego", "-i", "input.json", "-f", "pretty", "data.p.r");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.EndWith("Traceback:\n  p.rego:5: 5 > 1\n  p.rego:7: q == 1\n  1:1: data.p.r\n"));
    }
}
