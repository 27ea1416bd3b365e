using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies;

public sealed class PolicyBenchCommandTests
{
    [Test]
    public async Task Bench_Pretty_TellsTimeAndBytes()
    {
        using var directory = new TemporaryDirectory();

        var run = await CommandRun.RunAsync(directory.Path, "policy", "bench", "x := 1 + 1");

        Assert.That(run.Out, Does.Contain("samples").And.Contains("ns/op").And.Contains("B/op").And.Contains("histogram_timer_rego_query_eval_ns_99%"));
    }

    [Test]
    public async Task Bench_Gobench_IsOneLine()
    {
        using var directory = new TemporaryDirectory();

        var run = await CommandRun.RunAsync(directory.Path, "policy", "bench", "--format", "gobench", "--metrics=false", "--benchmem=false", "1");

        Assert.That(run.Out, Does.Match("^BenchmarkOPAEval\t *[0-9]+\t *[0-9.]+ ns/op\n$"));
    }

    [TestCase("data.nothing", "1 error occurred: undefined result\n")]
    [TestCase("1 +", "1 error occurred: 1:3: rego_parse_error: unexpected eof token\n\t1 +\n\t  ^\n")]
    public async Task Bench_WithoutAResult_SaysWhy(string query, string error)
    {
        using var directory = new TemporaryDirectory();

        var run = await CommandRun.RunAsync(directory.Path, "policy", "bench", query);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((1, error)));
    }
}
