using System.Collections.Concurrent;
using Gatekeeper.Audit;
using Gatekeeper.Seam;
using Gateway.Hosting.Audit;

namespace Gatekeeper.Tests.Support;

/// <summary>Keeps records in memory, or refuses them.</summary>
internal sealed class RecordingDecisionLog : IDecisionLog
{
    public ConcurrentQueue<(DecisionRecord Record, bool Durable)> Records { get; } = new();

    public ConcurrentQueue<(Call Call, Caller Caller)> Counted { get; } = new();

    public bool IsWritable { get; set; } = true;

    public ValueTask RecordAsync(DecisionRecord record, bool durable, CancellationToken cancellationToken)
    {
        if (!IsWritable)
        {
            throw new AuditUnavailableException("Not writable.");
        }

        Records.Enqueue((record, durable));
        return ValueTask.CompletedTask;
    }

    public void Count(Call call, Caller caller) => Counted.Enqueue((call, caller));
}
