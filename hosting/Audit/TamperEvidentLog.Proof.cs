using Gateway.Contract.Audit;
using Microsoft.Extensions.Logging;
using Rego.Values;

namespace Gateway.Hosting.Audit;

// The thread that proves what the start left out, with the lowest priority. What it finds closes the log for good, and the next start, too.
public sealed partial class TamperEvidentLog
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _proofEnd = new();
    private readonly object _proofGate = new();
    private readonly Thread _prover;
    private bool _isProven;
    private bool _hasUnindexed;
    private bool _areLeafHashesTouched;
    private volatile LogFault? _proofFault;

    /// <value>Whether everything was proven that was there at the start.</value>
    internal bool IsProven
    {
        get
        {
            lock (_proofGate)
            {
                return _isProven;
            }
        }
    }

    private void BeginProof()
    {
        _store.Background = areLeafHashesTouched =>
        {
            lock (_proofGate)
            {
                _hasUnindexed = true;
                _areLeafHashesTouched |= areLeafHashesTouched;
                Monitor.Pulse(_proofGate);
            }
        };
        _prover.Start();
    }

    private void EndProof()
    {
        _proofEnd.Cancel();
        lock (_proofGate)
        {
            Monitor.Pulse(_proofGate);
        }

        // What hangs in the kernel is left behind; the process ends.
        if (_prover.Join(StopTimeout))
        {
            _proofEnd.Dispose();
        }
    }

    private void ProofLoop()
    {
        try
        {
            while (!_proofEnd.IsCancellationRequested && _proofFault is null)
            {
                var wait = ProveOnce();
                lock (_proofGate)
                {
                    if (!_proofEnd.IsCancellationRequested && (wait is not null || !_hasUnindexed))
                    {
                        Monitor.Wait(_proofGate, wait ?? Timeout.InfiniteTimeSpan);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The log is closed; the next start begins anew.
        }
    }

    /// <returns>When to try again what a file system refused; null where all is done.</returns>
    private TimeSpan? ProveOnce()
    {
        bool areLeafHashesTouched;
        lock (_proofGate)
        {
            areLeafHashesTouched = _areLeafHashesTouched;
            _hasUnindexed = _areLeafHashesTouched = false;
        }

        try
        {
            var closed = new ClosedSegments(_directory, _key.VerifierKey, _proofEnd.Token);
            var end = _store.FirstOpenRecord;
            if (!IsProven)
            {
                Conclude(closed.Prove(end), closed.Hours);
            }
            else if (areLeafHashesTouched && closed.ProveLeafHashes(end) is { } problem)
            {
                Close(problem);
            }

            closed.Index(end);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            lock (_proofGate)
            {
                _areLeafHashesTouched |= areLeafHashesTouched;
            }

            if (!_proofEnd.IsCancellationRequested)
            {
                LogUnproven(_logger, e.Message);
            }

            return RetryInterval;
        }
    }

    private void Conclude(string? problem, IReadOnlyDictionary<long, long> hours)
    {
        if (problem is not null)
        {
            Close(problem);
            return;
        }

        _store.History.Note(hours);
        lock (_proofGate)
        {
            _isProven = true;
        }
    }

    private void Close(string problem)
    {
        _proofFault = new LogFault(_time.GetUtcNow(), problem);
        var refusal = new LogRefusedException(new LogRefusal(problem, IsRollback: false), _directory);
        LogOpening.WriteRefusal(_directory, refusal.Refusal);
        LogTampered(_logger, refusal.Message);
        TryRecordEvent("damaged", [("found", RegoString.From(problem))]);
    }

    [LoggerMessage(EventId = 7003, Level = LogLevel.Critical, Message = "Nothing is done any more that it must have a record of: {Finding}")]
    private static partial void LogTampered(ILogger logger, string finding);

    [LoggerMessage(EventId = 7004, Level = LogLevel.Warning, Message = "What the audit log had before its open segment is not proven yet, and will be tried again: {Error}")]
    private static partial void LogUnproven(ILogger logger, string error);
}
