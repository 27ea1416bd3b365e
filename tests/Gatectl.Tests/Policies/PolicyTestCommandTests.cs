using System.Xml.Linq;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies;

public sealed class PolicyTestCommandTests
{
    private const string Tests = """
        package t

        test_good if 1 == 1

        test_bad if {
        	print("one is", 1)
        	1 == 2
        }

        todo_test_later if false
        """;

    [Test]
    public async Task Test_SomeFail_ListsThemAndExitsWithTwo()
    {
        using var directory = new TemporaryDirectory();
        directory.File("t.rego", Tests);

        var run = await CommandRun.RunAsync(directory.Path, "policy", "test", ".");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Out, Does.Contain("t.rego:5:\ndata.t.test_bad: FAIL ("));
        Assert.That(run.Out, Does.Contain("  one is 1"));
        Assert.That(run.Out, Does.Contain("data.t.todo_test_later: SKIPPED"));
        Assert.That(run.Out, Does.Not.Contain("test_good"));
        Assert.That(run.Out, Does.EndWith("PASS: 1/3\nFAIL: 1/3\nSKIPPED: 1/3\n"));
    }

    [Test]
    public async Task Test_CoverageOfAFailingTest_IsTheFailureWithoutItsLine()
    {
        using var directory = new TemporaryDirectory();
        directory.File("t.rego", "package t\n\ntest_bad if 1 == 2\n");

        var run = await CommandRun.RunAsync(directory.Path, "policy", "test", "--coverage", "--var-values", ".");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Out, Does.StartWith("t.rego:3:\ndata.t.test_bad: FAIL (").And.Not.Contain("FAILURES").And.EndWith("FAIL: 1/1\n"));
        Assert.That(run.Error, Does.StartWith("data.t.test_bad: FAIL ("));
    }

    [Test]
    public async Task Test_CoverageOfABrokenTest_IsItsErrorWithTheTraceback()
    {
        using var directory = new TemporaryDirectory();
        directory.File("t.rego", "package t\n\np := 1\n\np := 2 if input.x\n\ntest_p if p == 1 with input as {\"x\": 1}\n");

        var run = await CommandRun.RunAsync(directory.Path, "policy", "test", "--coverage", ".");

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((1, string.Empty)));
        Assert.That(run.Error, Does.StartWith("t.rego:").And.Contain("eval_conflict_error").And.Contain("\nTraceback:\n").And.EndWith("  1:1: data.t.test_p\n"));
    }

    [Test]
    public async Task Test_Verbose_ListsAll()
    {
        using var directory = new TemporaryDirectory();
        directory.File("policies/t.rego", "package t\n\ntest_good if true\n");

        var run = await CommandRun.RunAsync(directory.Path, "policy", "test", "-v", "policies");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Out, Does.StartWith("policies/t.rego:3:\ndata.t.test_good: PASS ("));
    }

    [Test]
    public async Task Test_Filtered_RunsWhatMatches()
    {
        using var directory = new TemporaryDirectory();
        directory.File("t.rego", Tests);

        var run = await CommandRun.RunAsync(directory.Path, "policy", "test", "-r", "t.test_go", ".");

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Out, Is.EqualTo("PASS: 1/1\n"));
    }

    [Test]
    public async Task Test_Json_HasOpasMembers()
    {
        using var directory = new TemporaryDirectory();
        directory.File("t.rego", Tests);

        var run = await CommandRun.RunAsync(directory.Path, "policy", "test", "--output", "json", ".");

        Assert.That(run.Json[1]!["name"]!.GetValue<string>(), Is.EqualTo("test_bad"));
        Assert.That(run.Json[1]!["fail"]!.GetValue<bool>(), Is.True);
        Assert.That(run.Json[1]!["location"]!["row"]!.GetValue<int>(), Is.EqualTo(5));
        Assert.That(run.Json[2]!["skip"]!.GetValue<bool>(), Is.True);
    }

    [Test]
    public async Task Test_RepeatedName_IsATestOfItsOwn()
    {
        using var directory = new TemporaryDirectory();
        directory.File("t.rego", "package t\n\ntest_a if true\n\ntest_a if false\n");

        var run = await CommandRun.RunAsync(directory.Path, "policy", "test", ".");

        Assert.That(run.Out, Does.Contain("data.t.test_a#01: FAIL"));
        Assert.That(run.Out, Does.EndWith("PASS: 1/2\nFAIL: 1/2\n"));
    }

    [Test]
    public async Task Test_Table_FailsWithTheCaseThatFails()
    {
        using var directory = new TemporaryDirectory();
        directory.File("t.rego", "package t\n\ntest_list[i] if {\n\tsome i, x in [1, 2, 0]\n\tx > 0\n}\n");

        var run = await CommandRun.RunAsync(directory.Path, "policy", "test", ".");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Out, Does.Contain("\n  2: FAIL\n"));
        Assert.That(run.Out, Does.EndWith("PASS: 2/3\nFAIL: 1/3\n"));
    }

    [Test]
    public async Task Test_BrokenPolicy_SaysWhereAndExitsWithOne()
    {
        using var directory = new TemporaryDirectory();
        directory.File("t.rego", "package t\n\ntest_a if {\n\ttrue ==\n}\n");

        var run = await CommandRun.RunAsync(directory.Path, "policy", "test", ".");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Is.EqualTo("1 error occurred during loading: t.rego:5: rego_parse_error: unexpected } token\n\t}\n\t^\n"));
    }

    [Test]
    public async Task Test_Junit_IsWellFormedWhateverIsPrinted()
    {
        using var directory = new TemporaryDirectory();
        directory.File("t.rego", "package t\n\ntest_a if {\n\tprint(\"<&\\u0001]]>\")\n\tfalse\n}\n\ntodo_test_b if true\n\ntest_c[note] if {\n\tsome note, x in {\"<\": 1, \"b\": 2}\n\tx == 1\n}\n");

        var run = await CommandRun.RunAsync(directory.Path, "policy", "test", "--format", "junit", ".");

        var suite = XDocument.Parse(run.Out).Root!.Element("testsuite")!;
        Assert.That(suite.Attributes().Where(attribute => attribute.Name != "time").Select(attribute => attribute.Value), Is.EqualTo(new[] { "data.t", "4", "2", "0", "1" }));
        Assert.That(suite.Elements("testcase").Select(test => test.Attribute("name")!.Value), Is.EqualTo(new[] { "test_a", "todo_test_b", "test_c[<]", "test_c[b]" }));
        Assert.That(suite.Element("testcase")!.Element("system-out")!.Value, Is.EqualTo("<&\uFFFD]]>\n"));
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Test_Watch_RunsAgainOnChangeAndEndsOnInterrupt(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        directory.File("t.rego", "package t\n\ntest_a if false\n");
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var output = new StringWriter();
        var environment = new ProcessEnvironment
        {
            Out = TextWriter.Synchronized(output),
            Error = TextWriter.Null,
            IsTerminal = false,
            CurrentDirectory = directory.Path,
            Variable = _ => null,
        };
        var run = GatectlProgram.RunAsync(["policy", "test", "--watch", "."], environment, interrupt.Token);

        await UntilAsync(() => output.ToString().Contains("Watching", StringComparison.Ordinal), cancellationToken);
        directory.File("t.rego", "package t\n\ntest_a if true\n");
        await UntilAsync(() => output.ToString().Contains("PASS: 1/1", StringComparison.Ordinal), cancellationToken);
        await interrupt.CancelAsync();

        Assert.That(await run, Is.Zero);
        Assert.That(output.ToString(), Does.Contain("FAIL: 1/1"));
    }

    [TestCase("--bench", "data.t.test_a\t")]
    [TestCase("--bench --format gobench", "BenchmarkDataTTestA\t")]
    public async Task Test_Bench_MeasuresTheTests(string flags, string start)
    {
        using var directory = new TemporaryDirectory();
        directory.File("t.rego", "package t\n\ntest_a if true\n");

        var run = await CommandRun.RunAsync(directory.Path, ["policy", "test", .. flags.Split(' '), "."]);

        Assert.That(run.Out, Does.StartWith(start).And.Contains(" ns/op\t").And.Contains(" B/op\n"));
    }

    private static async Task UntilAsync(Func<bool> isSo, CancellationToken cancellationToken)
    {
        while (!isSo())
        {
            await Task.Delay(20, cancellationToken);
        }
    }
}
