using Deployer.Facts;
using Deployer.Storage;
using Microsoft.Data.Sqlite;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments.Journal;

/// <summary>
/// What one piece of work may do to the journal. Everything it does becomes durable together, or not at all. Lives on the
/// writer's thread only.
/// </summary>
internal sealed class JournalTransaction(SqliteConnection connection, HistoryCache cache, TimeProvider time)
{
    // A spent grant is remembered this long after its expiry; then the floor refuses everything as old.
    private const int RememberSeconds = 3600;

    private readonly Dictionary<string, DeploymentHistory> _changed = new(StringComparer.Ordinal);

    /// <value>The histories that this transaction has changed, by id.</value>
    public IReadOnlyDictionary<string, DeploymentHistory> Changed => _changed;

    /// <summary>Uses a grant up. False where it was used before, or is so old that nobody remembers.</summary>
    public bool TrySpend(GrantUse grant)
    {
        if (grant.ExpiresAt <= connection.Scalar("SELECT expires FROM grant_floor"))
        {
            return false;
        }

        ForgetOldGrants();
        return connection.Execute("INSERT OR IGNORE INTO grants (id, expires) VALUES ($0, $1)", grant.Key, grant.ExpiresAt) == 1;
    }

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

    /// <summary>The successes of a lane, newest first.</summary>
    public IEnumerable<DeploymentSnapshot> Successes(string application, string environment, int count) =>
        JournalQueries.Successes(connection, application, environment, count).Select(id => Find(id)!.Snapshot);

    /// <summary>Begins a deployment's history.</summary>
    public DeploymentHistory Begin(string id, DeploymentAccepted accepted, byte[] requestHash)
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
        Write(history, State.Unspecified);
        return history;
    }

    /// <summary>Adds a fact where the state machine lets it follow.</summary>
    public Transition Append(string id, DeploymentFact fact)
    {
        var history = Find(id) ?? throw new InvalidOperationException("No such deployment.");
        var next = history.TryAppend(new(history.Snapshot.Facts + 1, Now(), fact), out var refusal);
        if (next is null)
        {
            return Transition.Refuse(refusal);
        }

        Write(next, history.Snapshot.State);
        return new(next.Snapshot, TransitionRefusal.None);
    }

    private void Write(DeploymentHistory history, State before)
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
        if (now.State == State.Queued && before != State.Queued)
        {
            connection.Execute("UPDATE deployments SET queued = (SELECT 1 + MAX(queued) FROM deployments) WHERE id = $0", now.Id);
        }

        _changed[now.Id] = history;
    }

    // The floor rises to the youngest grant forgotten, so a clock set back can never make one of them new again.
    private void ForgetOldGrants()
    {
        var before = time.GetUtcNow().ToUnixTimeSeconds() - RememberSeconds;
        var youngest = connection.Scalar("SELECT MAX(expires) FROM grants WHERE expires < $0", before);
        if (youngest > 0)
        {
            connection.Execute("UPDATE grant_floor SET expires = MAX(expires, $0)", youngest);
            connection.Execute("DELETE FROM grants WHERE expires <= $0", youngest);
        }
    }

    // Whole milliseconds: what is shown now is what a reader of the file will see.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
