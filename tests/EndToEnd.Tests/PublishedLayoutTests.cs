using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>The three programs as <c>dotnet publish</c> leaves them, far from the source tree.</summary>
[Parallelizable]
public class PublishedLayoutTests
{
    private static readonly string[] Programs = ["gatekeeper", "deployer", "gatectl"];

    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Once_OfThreeDirectoriesSideBySide_IsDone()
    {
        await PublishAsync(program => _directory.Sub(program));
        await AssertDemonstratesAsync(_directory.Sub("gatectl/gatectl"));
    }

    [Test]
    public async Task Once_OfOneDirectory_IsDone()
    {
        await PublishAsync(_ => _directory.Sub("all"));
        await AssertDemonstratesAsync(_directory.Sub("all/gatectl"));
    }

    private static async Task PublishAsync(Func<string, string> target)
    {
        foreach (var program in Programs)
        {
            var run = await ProcessRun.RunAsync(
                "dotnet",
                ["publish", SourceTree.PathTo(program), "--no-build", "--configuration", Repository.Configuration, "--output", target(program)],
                timeout: TimeSpan.FromMinutes(3));
            Assert.That(run.ExitCode, Is.Zero, run.All);
        }
    }

    private async Task AssertDemonstratesAsync(string gatectl)
    {
        var run = await ProcessRun.RunAsync(gatectl, ["dev", "--once", "--state", _directory.Sub("state"), "--port", "0"], _directory.Path);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.All);
            Assert.That(run.Out, Does.Contain("verified: "));
        });
    }
}
