using System.Diagnostics;
using Gateway.Hosting.Audit;
using Microsoft.Extensions.Time.Testing;

namespace Hosting.Tests.Audit;

public sealed class DiskProbeTests
{
    private readonly FakeTimeProvider _time = new();
    private string _directory = "";

    [SetUp]
    public void Make() => _directory = Directory.CreateTempSubdirectory("probe-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Begin_DiskThatAnswers_LeavesOneSmallFile()
    {
        var probe = new DiskProbe(_directory, _time);
        for (var i = 0; i < 3; i++)
        {
            probe.Begin();
            Wait(() => File.Exists(PathOf()) && new FileInfo(PathOf()).Length > 0);
        }

        Assert.That(probe.IsAnswering, Is.True);
        Assert.That(new FileInfo(PathOf()).Length, Is.LessThan(100));
    }

    [Test]
    public void IsAnswering_DirectoryThatIsGone_IsFalseUntilSomebodyWrites()
    {
        var probe = new DiskProbe(Path.Combine(_directory, "gone"), _time);
        probe.Begin();
        Wait(() => !probe.IsAnswering);
        probe.NoteAnswer();
        Assert.That(probe.IsAnswering, Is.True);
    }

    [Test]
    public void IsAnswering_DiskThatHangs_IsFalseAfterASecondAndTrueWhenItAnswers()
    {
        // Whoever opens a pipe for writing waits until somebody reads from it.
        using (var mkfifo = Process.Start("mkfifo", [PathOf()]))
        {
            mkfifo.WaitForExit();
        }

        var probe = new DiskProbe(_directory, _time);
        probe.Begin();
        Assert.That(probe.IsAnswering, Is.True, "it has its time");
        _time.Advance(DiskProbe.Patience);
        Assert.That(probe.IsAnswering, Is.False);
        probe.Begin();
        using (File.OpenRead(PathOf()))
        {
            File.Delete(PathOf());
        }

        // The one that hung ends, and the next finds a disk that answers.
        Wait(() =>
        {
            probe.Begin();
            return probe.IsAnswering && File.Exists(PathOf());
        });
    }

    private string PathOf() => Path.Combine(_directory, DiskProbe.File);

    private static void Wait(Func<bool> condition) => Assert.That(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(15)), Is.True);
}
