using System.Diagnostics;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;
using Hosting.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Hosting.Tests.Audit;

/// <summary>Somebody else at the log's files while it is written: what is proven equal is accepted, what is not keeps the gate closed.</summary>
[TestFixture]
public sealed class TouchTests
{
    private AuditDirectory _directory = null!;
    private RecordingLogger<TamperEvidentLog> _logger = null!;

    [SetUp]
    public void SetUp() => (_directory, _logger) = (new AuditDirectory(), new RecordingLogger<TamperEvidentLog>());

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task RecordAsync_FileOnlyTouched_IsProvenAndUsedOn(
        [Values("records-00000000000000000000.jsonl", "checkpoints", "leaf-hashes")] string name, [Values("mode", "times", "hard link")] string how)
    {
        await using var log = await OpenAsync();
        var path = Path.Combine(_directory.Log, name);
        switch (how)
        {
            case "mode": File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead); break;
            case "times": File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch); break;
            default: Process.Start("ln", [path, Path.Combine(_directory.State, "backup")]).WaitForExit(); break;
        }

        await RecordAndSealAsync(log);
        Assert.That(log.IsWritable, Is.True);
        Assert.That(_logger.Lines, Is.Empty);
    }

    [Test]
    public async Task RecordAsync_FileRenamedAndBack_ClosesAndOpensAgain([Values("checkpoints", "leaf-hashes")] string name)
    {
        await using var log = await OpenAsync();
        var path = Path.Combine(_directory.Log, name);
        File.Move(path, path + ".away");
        await CloseAsync(log);
        File.Move(path + ".away", path);
        Assert.That(() => log.IsWritable, Is.True.After(5000, 10));
        await RecordAndSealAsync(log);
        Assert.That(_directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
    }

    [Test]
    public async Task RecordAsync_FileEdited_StaysClosedSteadilyWithOneMessage([Values("checkpoints", "leaf-hashes")] string name)
    {
        await using var log = await OpenAsync();
        var path = Path.Combine(_directory.Log, name);
        var bytes = await File.ReadAllBytesAsync(path);
        Write(path, [.. bytes.AsSpan(0, 40), (byte)(bytes[40] ^ 1), .. bytes.AsSpan(41)]);
        await CloseAsync(log);

        // Some ticks of the watchdog, each with a probe.
        var open = 0;
        for (var i = 0; i < 50; i++)
        {
            open += log.IsWritable ? 1 : 0;
            await Task.Delay(10);
        }

        Assert.That(open, Is.Zero, "it does not flap");
        Assert.That(_logger.Lines.Where(line => line.Level == LogLevel.Critical).ToArray(), Has.Length.EqualTo(1));
        Assert.That(_logger.Lines.First().Text, Does.Contain(path).And.Contain("Put the file back as it was"));

        Write(path, bytes);
        Assert.That(() => log.IsWritable, Is.True.After(5000, 10));
        await RecordAndSealAsync(log);
        Assert.That(_directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
    }

    private async Task<TamperEvidentLog> OpenAsync()
    {
        var log = _directory.Open(LogDisk.Default, _logger);
        await RecordAndSealAsync(log);
        return log;
    }

    private async Task RecordAndSealAsync(TamperEvidentLog log)
    {
        await AuditDirectory.RecordAsync(log, durable: true);
        Assert.That(() => _directory.Verify().UnsealedRecords, Is.Zero.After(5000, 10));
    }

    private static async Task CloseAsync(TamperEvidentLog log)
    {
        try
        {
            await AuditDirectory.RecordAsync(log, durable: true);
        }
        catch (AuditUnavailableException)
        {
            // What is on stable storage before the seal fails counts.
        }

        Assert.That(() => log.IsWritable, Is.False.After(5000, 1));
    }

    private static void Write(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Write(bytes);
    }
}
