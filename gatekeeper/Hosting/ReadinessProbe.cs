using Gatekeeper.Answers;
using Gatekeeper.Audit;
using Gateway.Hosting.Audit;
using Gateway.Hosting.State;

namespace Gatekeeper.Hosting;

/// <summary>
/// What shows only when it is used: whether the deployer answers, which may be frozen while its socket still takes connections, and the disk
/// under the log. <see cref="ReadinessWatch"/> keeps it fresh, so that <see cref="Readiness"/> reads it at no cost. <see cref="ProbeAsync"/>
/// is for one thread at a time; the rest is thread-safe.
/// </summary>
internal sealed class ReadinessProbe(
    DecisionLog log, DecisionLogOptions audit, StateDirectory state, DeployerRevision deployer, TimeProvider time)
{
    private static readonly TimeSpan IdleFor = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    private readonly DiskProbe _disk = new(Path.GetFullPath(audit.DirectoryIn(state.FullPath)), time);
    private long _answeredAt;
    private bool _isAnswering;
    private long _durableRecords;
    private long _syncedAt = time.GetTimestamp();

    /// <value>Whether the disk of the log answers.</value>
    public bool IsDiskAnswering => _disk.IsAnswering;

    /// <summary>
    /// Whether the deployer has answered within the last second. Asks it where it has not, for no longer than a second, together with whoever
    /// asks already: that this program was too busy to ask is not the deployer's fault.
    /// </summary>
    public async Task<bool> IsDeployerAnsweringAsync(CancellationToken cancellationToken) =>
        (Volatile.Read(ref _isAnswering) && time.GetElapsedTime(Volatile.Read(ref _answeredAt)) < FreshFor) || await AskAsync(cancellationToken);

    /// <summary>Looks once. Fails only where the asker gives up.</summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        ProbeDisk();
        await AskAsync(cancellationToken);
    }

    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var isAnswering = await deployer.IsAnsweringAsync(cancellationToken);
        if (isAnswering)
        {
            Volatile.Write(ref _answeredAt, begun);
        }

        Volatile.Write(ref _isAnswering, isAnswering);
        return isAnswering;
    }

    // A log that is in use is a probe already; the disk is only made to work where it has none.
    private void ProbeDisk()
    {
        var durable = log.Log.DurableRecords;
        if (durable != _durableRecords)
        {
            _durableRecords = durable;
            _syncedAt = time.GetTimestamp();
            _disk.NoteAnswer();
        }
        else if (time.GetElapsedTime(_syncedAt) >= IdleFor)
        {
            _disk.Begin();
        }
    }
}
