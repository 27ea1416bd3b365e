using System.Diagnostics;
using Deployer.Artifacts.Archives;
using Deployer.Targets;
using Deployer.Targets.Directories;
using Deployer.Tests.Support;
using Gateway.Hosting.Posix;

namespace Deployer.Tests.Targets.Directories;

/// <summary>What a push costs where there is something already, beside a push to an empty directory.</summary>
[TestFixture]
internal sealed class RedeploymentTests
{
    private const int Files = 4000;
    private const int Tries = 3;

    private TestDirectory _directory = null!;
    private byte[] _artifact = null!;

    [OneTimeSetUp]
    public void Create()
    {
        _directory = new TestDirectory();
        var tar = new TarBuilder();
        for (var i = 0; i < Files; i++)
        {
            tar.File($"d{i / 50}/f{i}", string.Concat(Enumerable.Repeat($"{i} ", 100)));
        }

        _artifact = tar.ToGzip();
        File.WriteAllBytes(_directory.Combine("artifact"), _artifact);
    }

    [OneTimeTearDown]
    public void Remove() => _directory.Dispose();

    [Test]
    public async Task Apply_ReleaseThatIsCurrent_CostsNoMoreThanHalfAgainOfAFreshPush()
    {
        var (fresh, again, next) = (TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var i = 0; i < Tries; i++)
        {
            var root = _directory.Combine($"target-{i}");
            fresh = Shorter(fresh, await PushAsync(root, "1.0.0"));
            again = Shorter(again, await PushAsync(root, "1.0.0"));
            next = Shorter(next, await PushAsync(root, "1.0.1"));
        }

        TestContext.Out.WriteLine($"{Files} files: fresh {fresh.TotalMilliseconds:0} ms, the same again {again.TotalMilliseconds:0} ms ({again / fresh:0.00} x), another version {next.TotalMilliseconds:0} ms ({next / fresh:0.00} x)");
        Assert.That(again / fresh, Is.LessThanOrEqualTo(1.5));
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task<TimeSpan> PushAsync(string root, string version)
    {
        var target = new DirectoryTarget(root, new PathJudge(isDevelopment: true), new PlanCache());
        var digest = new string('a', 64);
        var release = new TargetRelease($"{version}-{digest}", version, "sha256:" + digest, "d");
        var begin = Stopwatch.GetTimestamp();
        var plan = await target.PlanAsync(release, _ => Task.FromResult(Open()), null, CancellationToken.None);
        (await target.ApplyAsync(plan, Open, null, new Progress<HostResult>(), CancellationToken.None)).RequireDone();
        await target.PruneAsync(1, null, CancellationToken.None);
        return Stopwatch.GetElapsedTime(begin);
    }

    private IArchiveReader Open() =>
        Archive.Open("artifact.tar.gz", PosixFiles.OpenRegular(_directory.Combine("artifact"))!, new ArchiveLimits(100_000, 1L << 30, 200));
}
