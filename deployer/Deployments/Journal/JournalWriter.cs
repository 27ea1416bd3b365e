using System.Threading.Channels;
using Deployer.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Deployer.Deployments.Journal;

/// <summary>
/// The only writer of the journal. Work that arrives while a commit is under way is committed together by the next one: one
/// <c>fsync</c> for many. A caller hears of success only after the commit.
/// </summary>
internal sealed partial class JournalWriter : IAsyncDisposable
{
    private const int MaxWaiting = 4096;
    private const int MaxBatch = 64;
    private const int CommitsBetweenLooks = 64;

    private readonly JournalDatabase _database;
    private readonly HistoryCache _cache;
    private readonly TimeProvider _time;
    private readonly JournalListeners _listeners;
    private readonly ILogger _logger;
    private readonly bool _keepsNotices;
    private readonly Channel<JournalWork> _waiting = Channel.CreateBounded<JournalWork>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly Task _loop;
    private readonly HighWaterMark _mark;
    private SqliteConnection? _connection;
    private long _newestNotice;

    /// <summary>Starts the writer.</summary>
    /// <param name="database">The file.</param>
    /// <param name="cache">Takes what is durable.</param>
    /// <param name="time">The clock.</param>
    /// <param name="listeners">Who is told of what is durable.</param>
    /// <param name="newestNotice">The last notice that there is; null where none are kept.</param>
    /// <param name="logger">Takes what goes wrong.</param>
    public JournalWriter(JournalDatabase database, HistoryCache cache, TimeProvider time, JournalListeners listeners, long? newestNotice, ILogger logger)
    {
        _keepsNotices = newestNotice is not null;
        _newestNotice = newestNotice ?? 0;
        _database = database;
        _cache = cache;
        _time = time;
        _listeners = listeners;
        _logger = logger;
        _mark = database.OpenMark();
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
        if (_connection is null)
        {
            _mark.Dispose();
            return;
        }

        try
        {
            // Then the database is whole by itself.
            JournalDatabase.Checkpoint(_connection);
        }
        catch (Exception e) when (e is JournalUnavailableException or SqliteException)
        {
            LogCheckpoint(_logger, e);
        }

        _connection.Dispose();
        _connection = null;
        _mark.Dispose();
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
            changed.ForEach(Publish);

            // Only now: whoever reads a notice finds the history that it is about.
            if (newestNotice is { } newest)
            {
                Interlocked.Exchange(ref _newestNotice, newest);
            }

            if (hasStops)
            {
                Tell(_listeners.StopNoted);
            }

            batch.ForEach(work => work.Complete());
        }
        catch (Exception e)
        {
            // Whatever it is, the writer lives on: nothing of the batch counts as durable, and its callers hear so.
            LogFailed(_logger, batch.Count, e);
            Abandon();
            var failure = new JournalUnavailableException($"The journal cannot be written: {e.Message}", e);
            batch.ForEach(work => work.Fail(failure));
        }
    }

    private void Publish(DeploymentHistory history)
    {
        _cache.Put(history);
        Tell(() => _listeners.Committed(history));
    }

    // What is durable is not denied, whatever a listener makes of it.
    private void Tell(Action listener)
    {
        try
        {
            listener();
        }
        catch (Exception e)
        {
            LogListener(_logger, e);
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

        // Behind the commit only the mark may fail: what it does not vouch for is not acknowledged.
        long? newestNotice = transaction.HasNotices ? Outbox.Newest(connection) : null;
        var mark = JournalState.Count(connection, _time.GetUtcNow());
        connection.Execute("COMMIT");
        _mark.Raise(mark);
        if (mark.Commits % CommitsBetweenLooks == 0)
        {
            _database.CheckpointIfLarge(connection);
        }

        return ([.. transaction.Changed.Values], newestNotice, transaction.HasStops);
    }

    // What one work cannot do is no fault of the others'; an error of the file itself is everybody's.
    private void DoAlone(SqliteConnection connection, JournalTransaction transaction, JournalWork work)
    {
        connection.Execute("SAVEPOINT work");
        var before = transaction.Changed.ToDictionary(StringComparer.Ordinal);
        try
        {
            work.Do(transaction);
            connection.Execute("RELEASE work");
        }
        catch (Exception e) when (e is not SqliteException error || IsOfOneWork(error))
        {
            connection.Execute("ROLLBACK TO work");
            connection.Execute("RELEASE work");
            transaction.Restore(before);
            if (e is SqliteException or (JournalUnavailableException and not DamagedDeploymentException))
            {
                LogWork(_logger, e);
            }

            work.Fail(e is SqliteException ? new JournalUnavailableException($"The journal does not take this: {e.Message}", e) : e);
        }
    }

    // A statement that the file's own rules refuse, or a value that it cannot hold.
    private static bool IsOfOneWork(SqliteException e) => e.SqliteErrorCode is raw.SQLITE_ERROR or raw.SQLITE_TOOBIG or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH;

    // After an error nothing about the connection is trusted. Closing it rolls back; the next write opens the file anew and reads
    // from it what really became durable. Whatever fails here, too, must not end the writer: everybody would wait for it for ever.
    private void Abandon()
    {
        var connection = _connection;
        _connection = null;
        try
        {
            connection?.Dispose();
        }
        catch (Exception e)
        {
            LogReload(_logger, e);
        }

        try
        {
            Reload();
        }
        catch (Exception e)
        {
            // Still unreadable. The open histories stay as last known; every append is checked against the file's own keys.
            LogReload(_logger, e);
        }
    }

    private void Reload()
    {
        using var connection = _database.OpenForReading();
        Interlocked.Exchange(ref _newestNotice, Outbox.Newest(connection));
        foreach (var id in JournalQueries.OpenIds(connection).Union(_cache.Open.Select(h => h.Snapshot.Id)).ToList())
        {
            try
            {
                if (JournalQueries.Load(connection, id) is { } durable && durable.Snapshot.Facts != _cache.Find(id)?.Snapshot.Facts)
                {
                    Publish(durable);
                }
            }
            catch (DamagedDeploymentException e)
            {
                // Of this one nothing is known any more; the others go on.
                LogDamaged(_logger, e.Message);
            }
        }

        Tell(_listeners.StopNoted);
    }

    [LoggerMessage(EventId = 1301, Level = LogLevel.Error, Message = "The journal cannot be written. {Count} call(s) were told so; the next one opens the file anew.")]
    private static partial void LogFailed(ILogger logger, int count, Exception reason);

    [LoggerMessage(EventId = 1302, Level = LogLevel.Error, Message = "The journal cannot be read after a write that failed. What is open stays as it was known.")]
    private static partial void LogReload(ILogger logger, Exception reason);

    [LoggerMessage(EventId = 1303, Level = LogLevel.Error, Message = "One call could not be written to the journal; others are not affected.")]
    private static partial void LogWork(ILogger logger, Exception reason);

    [LoggerMessage(EventId = 1304, Level = LogLevel.Error, Message = "What follows a change of the journal failed; the change is durable.")]
    private static partial void LogListener(ILogger logger, Exception reason);

    [LoggerMessage(EventId = 1307, Level = LogLevel.Warning, Message = "The journal could not be folded together at the end; its files belong together until the next start.")]
    private static partial void LogCheckpoint(ILogger logger, Exception reason);

    [LoggerMessage(EventId = 1305, Level = LogLevel.Error, Message = "{Damage} `deployer journal check` names all that is damaged.")]
    private static partial void LogDamaged(ILogger logger, string damage);
}
