using System.Text.Json;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies.Conformance;

public sealed class PolicyConformanceCommandTests
{
    private const string Suite = "v1/test/cases/testdata";

    private const string Passing =
        """
        ---
        cases:
          - note: sums/two
            query: data.test.p = x
            modules:
              - |
                package test

                p := input.a + 1
            input:
              a: 1
            want_result:
              - x: 2
        """;

    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void CreateDirectory()
    {
        _directory = new TemporaryDirectory();
        _directory.File($"{Suite}/v1/sums/test-sums.yaml", Passing);
    }

    [TearDown]
    public void DeleteDirectory() => _directory.Dispose();

    [Test]
    public async Task Conformance_CheckoutOfOpa_RunsWhatIsInRegoV1()
    {
        _directory.File($"{Suite}/v0/sums/test-sums.yaml", Passing.Replace("p := input.a + 1", "p = y { y := input.a + 1 }"));
        _directory.File($"{Suite}/testdata.go", "package testdata\n");

        var run = await RunAsync(Suite);

        Assert.That(run, Is.EqualTo(new CommandRun(0, "NOT RUN 1: written in Rego v0, which is not read\n1 passed, 0 failed\n", string.Empty)));
    }

    [Test]
    public async Task Conformance_OtherThanWanted_TellsWhatCame()
    {
        _directory.File($"{Suite}/v1/sums/test-more.yaml", Passing.Replace("- x: 2", "- x: 3").Replace("sums/two", "sums/three"));

        var run = await RunAsync(Suite);

        Assert.That(run, Is.EqualTo(new CommandRun(1, "FAIL test-more: sums/three\n  wanted {{\"x\": 3}}, got {{\"x\": 2}}\n1 passed, 1 failed\n", string.Empty)));
    }

    [Test]
    public async Task Conformance_FileThatCannotBeRead_FailsAndHoldsUpNoOther()
    {
        _directory.File($"{Suite}/v1/broken.yaml", "cases: [");

        var run = await RunAsync("--output", "json", Suite);
        var answer = JsonDocument.Parse(run.Out).RootElement;

        Assert.That((run.ExitCode, answer.GetProperty("passed").GetInt32(), answer.GetProperty("failed").GetInt32()), Is.EqualTo((1, 1, 1)));
        Assert.That(answer.GetProperty("failures")[0].GetProperty("category").GetString(), Is.EqualTo("v1/broken.yaml"));
    }

    [TestCase("nothing", "no such directory")]
    [TestCase(".", "there are no cases in what was named")]
    public async Task Conformance_WithoutCases_IsNoSuccess(string directory, string message)
    {
        Directory.Delete(Path.Combine(_directory.Path, "v1"), recursive: true);

        var run = await RunAsync(directory);

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((1, string.Empty)));
        Assert.That(run.Error, Does.Contain(message));
    }

    [Test]
    public async Task Conformance_NothingThatCanBeRun_IsNoSuccess()
    {
        Directory.Move(Path.Combine(_directory.Path, Suite, "v1"), Path.Combine(_directory.Path, Suite, "v0"));

        var run = await RunAsync(Suite);

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((1, "NOT RUN 1: written in Rego v0, which is not read\n0 passed, 0 failed\n")));
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.RunAsync(_directory.Path, ["policy", "conformance", .. arguments]);
}
