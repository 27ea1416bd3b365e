using Gatekeeper.Audit;
using Gatekeeper.Seam;
using Gateway.Contract.Audit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatekeeper.Tests.Support;

/// <summary>A state directory with an audit log, gone after the test.</summary>
internal sealed class AuditDirectory : IDisposable
{
    public string State { get; } = Directory.CreateTempSubdirectory("gate-audit-").FullName;

    public string Log => Path.Combine(State, "audit");

    public DecisionLogOptions Options { get; } = new() { Origin = "test.example/audit", SyncInterval = TimeSpan.FromMilliseconds(20) };

    public string Segment => LogLayout.FindSegments(Log)[^1].Path;

    public DecisionLog Open() => DecisionLog.Open(Options, State, TimeProvider.System, NullLogger.Instance);

    public NoteVerifierKey Key => NoteVerifierKey.Parse(File.ReadAllText(Path.Combine(State, "keys", "audit.vkey")).TrimEnd());

    public LogVerification Verify() => new LogVerifier(Key).Verify(Log);

    public static ValueTask RecordAsync(DecisionLog log, bool durable, string reason = "weekly release")
    {
        var call = Sample.Create(reason);
        var caller = Sample.Caller();
        return log.RecordAsync(DecisionRecord.ForDecision(call, caller, Sample.Allowed(call, caller)), durable, CancellationToken.None);
    }

    public void Dispose() => Directory.Delete(State, recursive: true);
}
