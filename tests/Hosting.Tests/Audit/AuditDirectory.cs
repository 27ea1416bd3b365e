using System.Reflection;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Rego.Values;

namespace Hosting.Tests.Audit;

/// <summary>A state directory with an audit log, gone after the test.</summary>
internal sealed class AuditDirectory : IDisposable
{
    /// <value>Stands for the program that writes the log: one of another version than ours.</value>
    public static Assembly Program => typeof(TestFixtureAttribute).Assembly;

    public string State { get; } = Directory.CreateTempSubdirectory("gate-audit-").FullName;

    public string Log => Path.Combine(State, "audit");

    public AuditOptions Options { get; } = new() { Origin = "test.example/audit", SyncInterval = TimeSpan.FromMilliseconds(20) };

    public string Segment => LogLayout.FindSegments(Log)[^1].Path;

    public TamperEvidentLog Open() => Open(null);

    public TamperEvidentLog Open(Action<TamperEvidentLog, bool>? summarize) =>
        TamperEvidentLog.Open(Options, State, Program, TimeProvider.System, NullLogger.Instance, summarize);

    public TamperEvidentLog Open(LogDisk disk, ILogger? logger = null) =>
        TamperEvidentLog.Open(Options, State, Program, TimeProvider.System, logger ?? NullLogger.Instance, disk, summarize: null);

    public NoteVerifierKey Key => NoteVerifierKey.Parse(File.ReadAllText(Path.Combine(State, "keys", "audit.vkey")).TrimEnd());

    public LogVerification Verify() => new LogVerifier(Key).Verify(Log);

    /// <summary>Writes a log of that many records and closes it.</summary>
    public async Task WriteAsync(int records, Func<int, string>? reason = null)
    {
        await using var log = Open();
        for (var i = 0; i < records; i++)
        {
            await RecordAsync(log, durable: i % 3 == 0, reason?.Invoke(i) ?? "weekly release");
        }
    }

    public static ValueTask RecordAsync(TamperEvidentLog log, bool durable, string reason = "weekly release") =>
        log.RecordEventAsync("sample", [("reason", RegoString.From(reason))], durable);

    /// <summary>A copy of the directory as it is at this moment, as a crash would leave it.</summary>
    public AuditDirectory Copy()
    {
        var copy = new AuditDirectory();
        foreach (var path in Directory.EnumerateFiles(State, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != LogLayout.LockFile))
        {
            var to = Path.Combine(copy.State, Path.GetRelativePath(State, path));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(path, to, overwrite: true);
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(State, recursive: true);
}
