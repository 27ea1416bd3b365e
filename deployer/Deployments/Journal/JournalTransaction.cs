using Deployer.Facts;
using Deployer.Storage;
using Microsoft.Data.Sqlite;

namespace Deployer.Deployments.Journal;

/// <summary>
/// What one piece of work may do to the journal. Everything it does becomes durable together, or not at all. Lives on the
/// writer's thread only.
/// </summary>
internal sealed class JournalTransaction(SqliteConnection connection, HistoryCache cache, TimeProvider time, bool keepsNotices)
{
    private readonly Dictionary<string, DeploymentHistory> _changed = new(StringComparer.Ordinal);

    /// <value>The histories that this transaction has changed, by id.</value>
    public IReadOnlyDictionary<string, DeploymentHistory> Changed => _changed;

    /// <value>Whether there may be something to tell of it.</value>
    public bool HasNotices { get; private set; }

    /// <value>Whether there may be a stop to record.</value>
    public bool HasStops { get; private set; }

    /// <summary>Forgets what was changed since.</summary>
    /// <param name="before">The histories that had been changed until then.</param>
    public void Restore(IReadOnlyDictionary<string, DeploymentHistory> before)
    {
        _changed.Clear();
        foreach (var (id, history) in before)
        {
            _changed.Add(id, history);
        }
    }

    /// <summary>Uses a grant up. False where it was used before, or is so old that nobody remembers.</summary>
    public bool TrySpend(GrantUse grant) => GrantBook.TrySpend(connection, grant, time.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>What the journal says of itself.</summary>
    public JournalState State() => JournalState.Find(connection)!;

    /// <summary>Whether what the journal says of a lane's target can be believed; see <see cref="JournalState.Knows"/>.</summary>
    public bool Knows(Lane lane) => JournalState.Knows(connection, lane);

    /// <summary>Notes that a lane's target is as the journal says.</summary>
    public void NoteObserved(Lane lane) => JournalState.NoteObserved(connection, lane);

    /// <summary>A deployment's history, this transaction's own changes included.</summary>
    public DeploymentHistory? Find(string id) =>
        _changed.GetValueOrDefault(id) ?? cache.Find(id) ?? JournalQueries.Load(connection, id);

    /// <summary>The deployment that a request id made before, and the hash of that request.</summary>
    public (string Id, byte[] RequestHash)? FindByRequestId(string requestId)
    {
        var rows = connection.Rows(
            "SELECT id, request_hash FROM deployments WHERE request_id = $0", r => (r.GetString(0), r.GetFieldValue<byte[]>(1)), requestId);
        return rows is [var row] ? row : null;
    }

    /// <summary>How many deployments are open in all, and in one lane.</summary>
    public (int All, int InLane) CountOpen(string application, string environment)
    {
        var inLane = cache.Open.Count(h => h.Snapshot.Request.Application == application && h.Snapshot.Request.Environment == environment);
        var mine = _changed.Values.Count(h => h.Snapshot.Facts == 1);
        return (cache.OpenCount + mine, inLane + mine);
    }

    /// <summary>The open deployments of a lane, this transaction's own changes included.</summary>
    public List<DeploymentSnapshot> OpenIn(Lane lane) =>
    [
        .. cache.Open.Select(history => history.Snapshot.Id).Union(_changed.Keys, StringComparer.Ordinal)
            .Select(id => Find(id)!.Snapshot)
            .Where(snapshot => !snapshot.IsFinal && Lane.Of(snapshot) == lane),
    ];

    /// <summary>The successes that stand in a lane, the current one first.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="count">How many at most.</param>
    public List<Success> Stack(Lane lane, int count) => LaneBook.Stack(connection, lane, count);

    /// <summary>What was pushed last in a lane; null where nothing was.</summary>
    public DeploymentSnapshot? LastPush(Lane lane) => LaneBook.LastPush(connection, lane) is { } id ? Find(id)!.Snapshot : null;

    /// <summary>The holds that stand over a lane.</summary>
    public List<HoldRecord> Holds(Lane lane) => JournalQueries.Holds(connection, lane);

    /// <summary>Sets a hold, in place of one with the same application and environment.</summary>
    /// <returns>The hold as it stands.</returns>
    public HoldRecord Hold(Lane over, string reason, Authorization authorization)
    {
        var hold = new HoldRecord { Application = over.Application, Environment = over.Environment, Time = Now(), Reason = reason, Authorization = authorization };
        connection.Execute(
            "INSERT OR REPLACE INTO holds (application, environment, time, body) VALUES ($0, $1, $2, $3)",
            over.Application,
            over.Environment,
            hold.Time.ToUnixTimeMilliseconds(),
            FactJson.Write(hold));
        Note(HoldChange.Set(hold));
        return hold;
    }

    /// <summary>Releases the hold with exactly this application and environment; false where there is none.</summary>
    public bool Release(Lane over, Authorization authorization)
    {
        var hold = JournalQueries.Holds(connection, over).Find(hold => hold.Application == over.Application && hold.Environment == over.Environment);
        if (hold is null)
        {
            return false;
        }

        connection.Execute("DELETE FROM holds WHERE application = $0 AND environment = $1", over.Application, over.Environment);
        Note(HoldChange.Release(hold, Now(), authorization));
        return true;
    }

    /// <summary>Forgets the notices up to one, which everybody was told of.</summary>
    public int ForgetNotices(long through) => Outbox.Forget(connection, through);

    /// <summary>Forgets the stops up to one, which are on record.</summary>
    public int ForgetStops(long through) => StopBook.Forget(connection, through);

    /// <summary>Removes deployments that are over.</summary>
    /// <returns>How many.</returns>
    public int Remove(IReadOnlyList<string> ids) => JournalRetention.Remove(connection, ids);

    /// <summary>Begins a deployment's history.</summary>
    /// <param name="id">The deployment's new id.</param>
    /// <param name="accepted">Its first fact.</param>
    /// <param name="requestHash">Of what the caller said.</param>
    /// <param name="call">The call that asked for it.</param>
    public DeploymentHistory Begin(string id, DeploymentAccepted accepted, byte[] requestHash, KeptCall call)
    {
        var history = DeploymentHistory.Begin(id, Now(), accepted);
        connection.Execute(
            "INSERT INTO deployments (id, application, environment, request_id, request_hash, digest, state) VALUES ($0, $1, $2, $3, $4, $5, $6)",
            id,
            accepted.Application,
            accepted.Environment,
            accepted.RequestId.Length > 0 ? accepted.RequestId : null,
            requestHash,
            accepted.Digest,
            (long)history.Snapshot.State);
        Write(history);
        Keep(id, accepted.Authorization.DecisionId, call);
        return history;
    }

    /// <summary>Keeps a call until its deployment is over.</summary>
    /// <param name="id">The deployment.</param>
    /// <param name="decision">The decision that allowed the call.</param>
    /// <param name="call">The call.</param>
    public void Keep(string id, string decision, KeptCall call) => connection.Execute(
        "INSERT OR REPLACE INTO calls (deployment, decision, method, message, caller) SELECT seq, $1, $2, $3, $4 FROM deployments WHERE id = $0",
        id,
        decision,
        call.Method,
        call.Message,
        call.CallerDocument);

    /// <summary>Adds a fact where the state machine lets it follow.</summary>
    public Transition Append(string id, DeploymentFact fact)
    {
        var history = Find(id) ?? throw new InvalidOperationException("No such deployment.");
        var next = history.TryAppend(new(history.Snapshot.Facts + 1, Now(), fact), out var refusal);
        if (next is null)
        {
            return Transition.Refuse(refusal);
        }

        Write(next);
        Note(history.Snapshot, next.Snapshot);
        if (DeploymentStops.IsStop(history.Snapshot, fact))
        {
            StopBook.Add(connection, id, next.Snapshot.Facts);
            HasStops = true;
        }

        LaneBook.Note(connection, next.Snapshot, fact);
        if (fact is DeploymentSucceeded)
        {
            NoteObserved(Lane.Of(next.Snapshot));
            PassEarlier(next.Snapshot);
        }

        return new(next.Snapshot, TransitionRefusal.None);
    }

    // What was asked for before this one, and has not begun to push, was meant for what was there before: a newer version would be overwritten by
    // an older one. A rollback says nothing of them, but what they would replace is another now.
    private void PassEarlier(DeploymentSnapshot success)
    {
        foreach (var earlier in OpenIn(Lane.Of(success)).Where(open => open.IsBeforePush && IsEarlier(open, success)))
        {
            if (success.Request.RollbackOf.Length == 0)
            {
                Append(earlier.Id, new DeploymentSuperseded { By = success.Id, Version = success.Request.Version });
            }
            else if (earlier.Approvals.Length > 0)
            {
                Append(earlier.Id, new ApprovalsVoided { Reason = $"{success.Request.Version} was rolled back to ({success.Id})." });
            }
        }
    }

    private static bool IsEarlier(DeploymentSnapshot one, DeploymentSnapshot other) =>
        (one.CreateTime, one.Id).CompareTo((other.CreateTime, other.Id)) < 0;

    private void Write(DeploymentHistory history)
    {
        var last = history.Facts[^1];
        var now = history.Snapshot;
        connection.Execute(
            "INSERT INTO facts (deployment, ordinal, time, body) SELECT seq, $1, $2, $3 FROM deployments WHERE id = $0",
            now.Id,
            last.Ordinal,
            last.Time.ToUnixTimeMilliseconds(),
            FactJson.Write(last.Fact));
        connection.Execute("UPDATE deployments SET state = $1, digest = $2 WHERE id = $0", now.Id, (long)now.State, now.Digest);
        if (now.IsFinal)
        {
            // Names, addresses and claims are kept no longer than they are needed.
            connection.Execute("DELETE FROM calls WHERE deployment = (SELECT seq FROM deployments WHERE id = $0)", now.Id);
        }

        _changed[now.Id] = history;
    }

    private void Note(DeploymentSnapshot before, DeploymentSnapshot after)
    {
        if (keepsNotices && DeploymentNotices.TypeOf(before, after) is { } type)
        {
            Outbox.Add(connection, type, after.Id, after.Facts);
            HasNotices = true;
        }
    }

    private void Note(HoldChange change)
    {
        if (keepsNotices)
        {
            Outbox.Add(connection, change);
            HasNotices = true;
        }
    }

    // Whole milliseconds: what is shown now is what a reader of the file will see.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
