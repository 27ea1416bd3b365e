using System.Threading.Channels;
using Deployer.Storage;
using Microsoft.Data.Sqlite;

namespace Deployer.Deployments.Journal;

/// <summary>
/// The only writer of the journal. Work that arrives while a commit is under way is committed together by the next one: one
/// <c>fsync</c> for many. A caller hears of success only after the commit.
/// </summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    private const int MaxWaiting = 4096;
    private const int MaxBatch = 64;

    private readonly JournalDatabase _database;
    private readonly HistoryCache _cache;
    private readonly TimeProvider _time;
    private readonly Action<DeploymentHistory> _committed;
    private readonly Action _stopNoted;
    private readonly bool _keepsNotices;
    private readonly Channel<JournalWork> _waiting = Channel.CreateBounded<JournalWork>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly Task _loop;
    private SqliteConnection? _connection;
    private long _newestNotice;

    /// <summary>Starts the writer.</summary>
    /// <param name="database">The file.</param>
    /// <param name="cache">Takes what is durable.</param>
    /// <param name="time">The clock.</param>
    /// <param name="committed">Told of each changed history after it is durable.</param>
    /// <param name="stopNoted">Told that there is a stop to record.</param>
    /// <param name="newestNotice">The last notice that there is; null where none are kept.</param>
    public JournalWriter(JournalDatabase database, HistoryCache cache, TimeProvider time, Action<DeploymentHistory> committed, Action stopNoted, long? newestNotice)
    {
        _keepsNotices = newestNotice is not null;
        _newestNotice = newestNotice ?? 0;
        _database = database;
        _cache = cache;
        _time = time;
        _committed = committed;
        _stopNoted = stopNoted;
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <value>The last notice that is durable.</value>
    public long NewestNotice => Interlocked.Read(ref _newestNotice);

    /// <summary>Does <paramref name="work"/> in a transaction and returns its result once it is durable. Not cancellable: what is begun is finished.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be written, or too much waits already.</exception>
    public Task<T> WriteAsync<T>(Func<JournalTransaction, T> work)
    {
        var item = new JournalWork<T>(work);
        return _waiting.Writer.TryWrite(item)
            ? item.Completion
            : throw new JournalUnavailableException("Too much waits for the journal already, or the deployer is stopping.");
    }

    /// <summary>Finishes what waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
        _connection?.Dispose();
    }

    private void Run()
    {
        var batch = new List<JournalWork>(MaxBatch);
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < MaxBatch && _waiting.Reader.TryRead(out var work))
            {
                batch.Add(work);
            }

            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<JournalWork> batch)
    {
        try
        {
            var (changed, newestNotice, hasStops) = CommitTogether(batch);
            foreach (var history in changed)
            {
                _cache.Put(history);
                _committed(history);
            }

            // Only now: whoever reads a notice finds the history that it is about.
            if (newestNotice is { } newest)
            {
                Interlocked.Exchange(ref _newestNotice, newest);
            }

            if (hasStops)
            {
                _stopNoted();
            }

            batch.ForEach(work => work.Complete());
        }
        catch (Exception e)
        {
            // Whatever it is, the writer lives on: nothing of the batch counts as durable, and its callers hear so.
            Abandon();
            var failure = new JournalUnavailableException($"The journal cannot be written: {e.Message}", e);
            batch.ForEach(work => work.Fail(failure));
        }
    }

    private (List<DeploymentHistory> Changed, long? NewestNotice, bool HasStops) CommitTogether(List<JournalWork> batch)
    {
        var connection = _connection ??= _database.OpenForWriting();
        connection.Execute("BEGIN IMMEDIATE");
        var transaction = new JournalTransaction(connection, _cache, _time, _keepsNotices);
        foreach (var work in batch)
        {
            DoAlone(connection, transaction, work);
        }

        // Nothing may fail behind the commit: what is durable must not be denied.
        long? newestNotice = transaction.HasNotices ? Outbox.Newest(connection) : null;
        connection.Execute("COMMIT");
        return ([.. transaction.Changed.Values], newestNotice, transaction.HasStops);
    }

    // What one work cannot do is no fault of the others'; an error of the file itself is everybody's.
    private static void DoAlone(SqliteConnection connection, JournalTransaction transaction, JournalWork work)
    {
        connection.Execute("SAVEPOINT work");
        var before = transaction.Changed.ToDictionary(StringComparer.Ordinal);
        try
        {
            work.Do(transaction);
            connection.Execute("RELEASE work");
        }
        catch (Exception e) when (e is not SqliteException)
        {
            connection.Execute("ROLLBACK TO work");
            connection.Execute("RELEASE work");
            transaction.Restore(before);
            work.Fail(e);
        }
    }

    // After an error nothing about the connection is trusted. Closing it rolls back; the next write opens the file anew and reads
    // from it what really became durable.
    private void Abandon()
    {
        _connection?.Dispose();
        _connection = null;
        try
        {
            Reload();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Still unreadable. The open histories stay as last known; every append is checked against the file's own keys.
        }
    }

    private void Reload()
    {
        using var connection = _database.OpenForReading();
        Interlocked.Exchange(ref _newestNotice, Outbox.Newest(connection));
        foreach (var id in JournalQueries.OpenIds(connection).Union(_cache.Open.Select(h => h.Snapshot.Id)).ToList())
        {
            if (JournalQueries.Load(connection, id) is { } durable && durable.Snapshot.Facts != _cache.Find(id)?.Snapshot.Facts)
            {
                _cache.Put(durable);
                _committed(durable);
            }
        }

        _stopNoted();
    }
}
