using Gateway.Hosting.Audit;
using Gateway.Hosting.Revisions.Archive;
using Microsoft.Extensions.Logging;
using Rego;

namespace Gateway.Hosting.Revisions;

/// <summary>
/// The policies in use. A revision is taken whole or not at all: where anything stands against it, the last good one stays in use, and
/// why is said, recorded and kept. Reading is thread-safe; looking is for one thread.
/// </summary>
public sealed partial class RevisionStore : IRevisionStatus
{
    private static readonly string Engine = typeof(RegoCompiler).Assembly.ManifestModule.ModuleVersionId.ToString();

    private readonly RevisionDirectory _directory;
    private readonly RevisionArchive _archive;
    private readonly ActivationFile _activation;
    private readonly IRevisionLog _log;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RecentRevisions _recent;
    private readonly RevisionWaiters _waiters = new();
    private readonly RevisionLoading _loading;
    private readonly LeftRevisions _left;
    private Activation? _last;
    private Revision? _untaken;
    private string? _passing;
    private State? _state;

    private RevisionStore(RevisionSettings settings, RevisionArchive archive, IRevisionLog log, TimeProvider time, ILogger logger)
    {
        (_archive, _log, _time, _logger) = (archive, log, time, logger);
        _directory = new RevisionDirectory(settings, time);
        _loading = new RevisionLoading(settings);
        _recent = new RecentRevisions(time);
        _activation = new ActivationFile(Path.Combine(settings.StateDirectory, "revision.json"));
        _last = _activation.Read();
        _left = new LeftRevisions(archive.RefusedRevisions());
    }

    /// <value>The revision in use. Read once a decision.</value>
    public ActiveRevision Current => InUse.Active;

    /// <inheritdoc/>
    public RevisionStatus Status
    {
        get
        {
            var (active, refused) = InUse;
            return new RevisionStatus(active.Digest, active.Revision.Serial, active.ActivatedAt, refused);
        }
    }

    private State InUse => Volatile.Read(ref _state) ?? throw new InvalidOperationException("No revision is in use.");

    /// <summary>Takes the first revision.</summary>
    /// <param name="settings">Where it is.</param>
    /// <param name="archive">Where its files are kept.</param>
    /// <param name="log">Where it is recorded.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For the operator.</param>
    /// <exception cref="RevisionRefusedException">There is nothing to decide with; that is on record.</exception>
    public static RevisionStore Open(RevisionSettings settings, RevisionArchive archive, IRevisionLog log, TimeProvider time, ILogger logger)
    {
        var store = new RevisionStore(settings, archive, log, time, logger);
        while (Volatile.Read(ref store._state) is null)
        {
            if (store.TakeNew(CancellationToken.None) is { } refused)
            {
                throw refused;
            }

            if (Volatile.Read(ref store._state) is null)
            {
                Task.Delay(RevisionWatcher.StartInterval, time).GetAwaiter().GetResult();
            }
        }

        return store;
    }

    /// <summary>Finds a revision that is in use or was within the last ten minutes.</summary>
    public Revision? Find(string digest) => Current is { Revision: var revision } && revision.Digest == digest ? revision : _recent.Find(digest);

    /// <summary>Whether a revision stood in the directory, was refused, and has made way for what is in use now: whoever put that there does not want it.</summary>
    public bool IsLeft(string digest) => _left.Contains(digest);

    /// <summary>Waits for a revision that another program has seen already.</summary>
    /// <param name="digest">The revision.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The revision; null where it did not come.</returns>
    public async Task<Revision?> WaitForAsync(string digest, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (Find(digest) is { } known)
        {
            return known;
        }

        await _waiters.WaitAsync(() => Find(digest) is not null, timeout, _time, cancellationToken);
        return Find(digest);
    }

    /// <summary>Looks at the directory, and takes what is new there.</summary>
    /// <param name="cancellationToken">Ends the run of the tests of what is new.</param>
    internal void Look(CancellationToken cancellationToken = default)
    {
        _recent.Prune();
        TakeNew(cancellationToken);
    }

    // The answer is why what stands there is refused; null where it is not.
    private RevisionRefusedException? TakeNew(CancellationToken cancellationToken)
    {
        RevisionContent? content = null;
        var start = _time.GetTimestamp();
        try
        {
            content = _directory.TryRead();
            if (content is not null)
            {
                Consider(content, cancellationToken);
            }

            return null;
        }
        catch (RevisionRefusedException e)
        {
            if (e.IsPassing)
            {
                // What took long may take long again: between two tries the machine has as long for other things.
                _directory.Forget(_time.GetElapsedTime(start));
            }

            _passing = e.IsPassing ? content?.Digest : null;
            Refuse(content, e);
            return e;
        }
    }

    private void Consider(RevisionContent content, CancellationToken cancellationToken)
    {
        var state = Volatile.Read(ref _state);
        if (content.Digest == state?.Active.Digest)
        {
            NoteBack(state);
        }
        else if (content.Digest != state?.Refused?.Revision || content.Digest == _passing)
        {
            var revision = _recent.Find(content.Digest) ?? (content.Digest == _untaken?.Digest ? _untaken : _loading.Load(content, !IsTested(content), _directory.HasChanged, cancellationToken));
            if (revision is not null)
            {
                RequireOrder(revision);
                Take(content, revision);
            }
        }
    }

    // After a restart, the very files that this build of the engine took before.
    private bool IsTested(RevisionContent content) => _last?.Revision == content.Digest && _last.Engine == Engine;

    private void NoteBack(State state)
    {
        if (state.Refused is not null)
        {
            Volatile.Write(ref _state, state with { Refused = null });
            _left.LeaveFor(state.Active.Digest);
            LogBack(_logger, state.Active.Digest);
        }
    }

    // A serial says which revision is newer, wherever it comes from; going back is a new revision with a new serial.
    private void RequireOrder(Revision next)
    {
        if (_last is { Serial: { } last } && last >= (next.Serial ?? -1) && _last.Revision != next.Digest)
        {
            var found = next.Serial is { } serial ? $"the serial {serial}" : "no serial";
            throw new RevisionRefusedException(
                [$".manifest: the revision has {found}; the one that was taken last has {last}, and a newer one must have a higher one"]);
        }
    }

    private void Take(RevisionContent content, Revision revision)
    {
        var previous = Volatile.Read(ref _state)?.Active;
        var isRestart = previous is null && _last?.Revision == revision.Digest;
        var active = new ActiveRevision(revision, isRestart ? _last!.Time : _time.GetUtcNow());
        var activation = new Activation(revision.Digest, revision.Serial, active.ActivatedAt, Engine);
        try
        {
            _archive.KeepTaken(content, revision.Serial, _time.GetUtcNow());
            _activation.Write(activation);
            _log.RecordTaken(active, previous?.Digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or AuditUnavailableException)
        {
            _untaken = revision;
            LogNotRecorded(_logger, e.Message);
            throw new RevisionRefusedException(["the revision could not be kept and recorded; the program's log says why"], isPassing: true);
        }

        (_last, _untaken) = (activation, null);
        if (previous is not null)
        {
            _recent.Add(previous.Revision);
        }

        Volatile.Write(ref _state, new State(active, Refused: null));
        _left.LeaveFor(active.Digest);
        _waiters.Release();
        LogInUse(_logger, active.Digest);
    }

    private void Refuse(RevisionContent? content, RevisionRefusedException e)
    {
        var state = Volatile.Read(ref _state);
        var refusal = new RevisionRefusal(content?.Digest, _time.GetUtcNow(), e.Faults);
        var isKnown = state?.Refused is { } known && known.Revision == refusal.Revision && known.Faults.SequenceEqual(refusal.Faults);
        _left.Stay(refusal.Revision);
        if (isKnown)
        {
            return;
        }

        if (state is not null)
        {
            Volatile.Write(ref _state, state with { Refused = refusal });
            LogRefused(_logger, refusal.Revision ?? "that cannot be read", state.Active.Digest, e.Message);
        }

        Record(content, refusal, state?.Active.Digest);
    }

    // The refusal stands even where it cannot be recorded: nothing is decided with what was refused.
    private void Record(RevisionContent? content, RevisionRefusal refusal, string? current)
    {
        Try(() => _log.RecordRefused(refusal, current));
        if (content is not null)
        {
            Try(() => _archive.KeepRefused(content, refusal.Time, refusal.Faults));
        }
    }

    private void Try(Action keep)
    {
        try
        {
            keep();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or AuditUnavailableException)
        {
            LogNotRecorded(_logger, e.Message);
        }
    }

    [LoggerMessage(EventId = 7101, Level = LogLevel.Information, Message = "Policy revision {Revision} is in use.")]
    private static partial void LogInUse(ILogger logger, string revision);

    [LoggerMessage(EventId = 7102, Level = LogLevel.Error, Message = "The revision {Refused} can't be used; {Revision} stays in use. {Faults}")]
    private static partial void LogRefused(ILogger logger, string refused, string revision, string faults);

    [LoggerMessage(EventId = 7103, Level = LogLevel.Error, Message = "What became of policies could not be kept or recorded: {Error}")]
    private static partial void LogNotRecorded(ILogger logger, string error);

    [LoggerMessage(EventId = 7104, Level = LogLevel.Information, Message = "The directory holds policy revision {Revision} again, which is in use.")]
    private static partial void LogBack(ILogger logger, string revision);

    private sealed record State(ActiveRevision Active, RevisionRefusal? Refused);
}
