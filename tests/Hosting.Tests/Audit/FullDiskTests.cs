using System.Diagnostics;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;

namespace Hosting.Tests.Audit;

/// <summary>A disk that runs full and gets room again. Needs the right to mount a small file system of its own.</summary>
[TestFixture]
public sealed class FullDiskTests
{
    private AuditDirectory _directory = null!;
    private bool _isMounted;

    [SetUp]
    public void Mount()
    {
        _directory = new AuditDirectory();
        _directory.Options.SegmentSizeBytes = 1 << 20;
        Directory.CreateDirectory(_directory.Log);
        _isMounted = Run("mount", "-t", "tmpfs", "-o", "size=256k,mode=0700", "tmpfs", _directory.Log);
        if (!_isMounted)
        {
            Assert.Ignore("This user may not mount a file system.");
        }
    }

    [TearDown]
    public void Unmount()
    {
        if (_isMounted)
        {
            Run("umount", "-l", _directory.Log);
        }

        _directory.Dispose();
    }

    // A summary that was queued and could not be written counts again.
    [Test]
    public async Task Summarize_DiskFull_CountsEveryRefusal()
    {
        const int Refusals = 500;
        var filler = Path.Combine(_directory.Log, "filler");
        var limiter = new RefusalLimiter(maxPerSecond: 1, "door", TimeProvider.System);
        var taken = 0;
        await using (var log = _directory.Open(limiter.Summarize))
        {
            await AuditDirectory.RecordAsync(log, durable: true);
            Fill(filler);
            for (var i = 0; i < Refusals; i++)
            {
                taken += limiter.TryTake("RATE_LIMITED", "rest") ? 1 : 0;
                await IsRefusedAsync(log);
                await Task.Delay(5);
            }

            File.Delete(filler);
            Assert.That(() => log.IsWritable, Is.True.After(5000, 20));
        }

        var counted = LogReader.ReadAll(_directory.Log).Where(entry => entry.Kind == "summary")
            .Sum(entry => System.Text.Json.Nodes.JsonNode.Parse(entry.Json)!["refusals"]!.AsArray().Sum(refusal => (long)refusal!["count"]!));
        Assert.That(counted + taken, Is.EqualTo(Refusals));
    }

    [Test]
    public async Task RecordAsync_DiskFull_FailsClosedAndRecoversByItself()
    {
        var filler = Path.Combine(_directory.Log, "filler");
        await using (var log = _directory.Open())
        {
            await AuditDirectory.RecordAsync(log, durable: true);
            Fill(filler);
            var refused = 0;
            for (var i = 0; i < 30; i++)
            {
                refused += await IsRefusedAsync(log) ? 1 : 0;
            }

            Assert.That(refused, Is.GreaterThan(20));
            Assert.That(log.IsWritable, Is.False);

            File.Delete(filler);
            Assert.That(() => log.IsWritable, Is.True.After(5000, 20));
            await AuditDirectory.RecordAsync(log, durable: true);
        }

        var verification = _directory.Verify();
        Assert.That(verification.Status, Is.EqualTo(LogStatus.Intact), verification.Problem?.Message);
        Assert.That(LogReader.ReadAll(_directory.Log).Any(entry => entry.Kind == "recovered"), Is.True);
    }

    private static async Task<bool> IsRefusedAsync(TamperEvidentLog log)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            await AuditDirectory.RecordAsync(log, durable: true, new string('x', 1000));
            return false;
        }
        catch (AuditUnavailableException)
        {
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(3)));
            return true;
        }
    }

    private static void Fill(string path)
    {
        using var file = File.Create(path);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full, as it should be.
        }
    }

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
