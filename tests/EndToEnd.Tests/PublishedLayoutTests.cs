using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>The three programs as <c>dotnet publish</c> leaves them, far from the source tree.</summary>
[Parallelizable]
public class PublishedLayoutTests
{
    private static readonly string[] Programs = ["gatekeeper", "deployer", "gatectl"];

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task Once_OfThreeFoldersSideBySide_IsDone()
    {
        await PublishAsync(program => _folder.Sub(program));
        await AssertDemonstratesAsync(_folder.Sub("gatectl/gatectl"));
    }

    [Test]
    public async Task Once_OfOneFolder_IsDone()
    {
        await PublishAsync(_ => _folder.Sub("all"));
        await AssertDemonstratesAsync(_folder.Sub("all/gatectl"));
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
        var run = await ProcessRun.RunAsync(gatectl, ["dev", "--once", "--state", _folder.Sub("state"), "--port", "0"], _folder.Path);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.All);
            Assert.That(run.Out, Does.Contain("verified: "));
        });
    }
}
