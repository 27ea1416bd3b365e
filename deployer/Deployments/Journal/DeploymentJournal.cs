using Deployer.Facts;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Deployer.Deployments.Journal;

/// <summary>The append-only journal of all deployments. Thread-safe.</summary>
internal sealed partial class DeploymentJournal : IAsyncDisposable
{
    private readonly JournalDatabase _database;
    private readonly HistoryCache _cache = new();
    private readonly JournalWriter _writer;
    private readonly ILogger _logger;

    /// <summary>Opens the journal in <paramref name="file"/> and loads what is open.</summary>
    /// <param name="file">The file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="keepsNotices">Whether there is anybody to tell: what there is to tell is then kept until it is forgotten, and otherwise not at all.</param>
    /// <param name="logger">Takes what goes wrong; null: nobody.</param>
    /// <exception cref="JournalUnavailableException">The file cannot be used.</exception>
    public DeploymentJournal(string file, TimeProvider time, bool keepsNotices = false, ILogger<DeploymentJournal>? logger = null)
    {
        _logger = logger ?? NullLogger<DeploymentJournal>.Instance;
        _database = new JournalDatabase(file);
        _database.Create();
        State = Read(JournalState.Find)!;
        if (State.RestoredAt > 0)
        {
            LogRestored(_logger, DateTimeOffset.FromUnixTimeSeconds(State.RestoredAt), DateTimeOffset.FromUnixTimeMilliseconds(State.KnownUntil));
        }

        OpenAtStart = LoadOpen(file);
        using (var mark = _database.OpenMark())
        {
            mark.Replace(State.Mark);
        }

        _writer = new JournalWriter(
            _database, _cache, time, new JournalListeners(history => Committed?.Invoke(history), () => StopNoted?.Invoke()), keepsNotices ? Read(Outbox.Newest) : null, _logger);
        if (!keepsNotices && Read(Outbox.Count) > 0)
        {
            _ = ForgetNoticesAsync(long.MaxValue);
        }
    }

    /// <summary>Raised for each history after a change to it is durable, in order, on the writer's thread: handlers must be short and must not throw.</summary>
    public event Action<DeploymentHistory>? Committed;

    /// <summary>Raised where there may be stops that are not in the deployer's log, on the writer's thread: handlers must be short and must not throw.</summary>
    public event Action? StopNoted;

    /// <value>What the journal said of itself when it was opened.</value>
    public JournalState State { get; }

    /// <value>The ids that were open when the journal was opened, the oldest first.</value>
    public IReadOnlyList<string> OpenAtStart { get; }

    /// <summary>Does <paramref name="work"/> and returns its result once it is durable.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be written.</exception>
    public Task<T> WriteAsync<T>(Func<JournalTransaction, T> work) => _writer.WriteAsync(work);

    /// <summary>Adds a fact where the state machine lets it follow.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be written.</exception>
    public Task<Transition> AppendAsync(string id, DeploymentFact fact) => _writer.WriteAsync(t => t.Append(id, fact));

    /// <summary>A deployment's durable history, or null.</summary>
    /// <exception cref="DamagedDeploymentException">Its record is damaged.</exception>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public DeploymentHistory? Find(string id) => _cache.Find(id) ?? Read(connection => LoadFinal(connection, id));

    /// <summary>A deployment's durable history; null also where its record is damaged, which is told in the log.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public DeploymentHistory? FindWhole(string id)
    {
        try
        {
            return Find(id);
        }
        catch (DamagedDeploymentException e)
        {
            LogDamaged(_logger, e.Message);
            return null;
        }
    }

    /// <summary>A page of deployments, newest first, the damaged ones among them.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public List<JournalEntry> Page(DeploymentFilter filter, long before, int count) => Read(connection =>
        JournalQueries.Page(connection, filter, before, count).Select(row => Entry(connection, row.Seq, row.Id)).ToList());

    /// <summary>Where an application's artifact has been.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public Promotions Promotions(string application, string digest) => Read(connection =>
    {
        // What was undone since a restored journal's last fact is lost: a success counts again once its lane is known.
        var promotions = LaneBook.Promotions(connection, application, digest);
        return State.RestoredAt == 0
            ? promotions
            : promotions with { SucceededIn = [.. promotions.SucceededIn.Where(environment => JournalState.Knows(connection, new Lane(application, environment)))] };
    });

    /// <summary>Whether what the journal says of a lane's target can be believed: where it was restored, only once the lane was seen since.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public bool Knows(Lane lane) => State.RestoredAt == 0 || Read(connection => JournalState.Knows(connection, lane));

    /// <summary>Notes that a lane was seen to be as the journal says.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be written.</exception>
    public Task NoteObservedAsync(Lane lane) => _writer.WriteAsync(t =>
    {
        t.NoteObserved(lane);
        return true;
    });

    /// <summary>The current success of a lane; null where there is none.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public Success? Current(Lane lane) => Read(connection => LaneBook.Stack(connection, lane, 1)).FirstOrDefault();

    /// <summary>The newest success whose release has this name at the target; null where there is none.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public Success? OfRelease(Lane lane, string release) => Read(connection => LaneBook.OfRelease(connection, lane, release));

    /// <summary>The name under which an artifact last succeeded in a lane as this version, as long as it names nothing else; null where there is none.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public string? ReleaseOf(Lane lane, string version, string digest) => Read(connection => LaneBook.ReleaseOf(connection, lane, version, digest));

    /// <summary>The digests that a rollback may need: those of what is current, and of what each lane would go back to.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public HashSet<string> RestorableDigests() => Read(LaneBook.RestorableDigests);

    /// <summary>The digests of open deployments, as far as they are known.</summary>
    public HashSet<string> OpenDigests() => [.. _cache.Open.Select(history => history.Snapshot.Digest).Where(digest => digest.Length > 0)];

    /// <summary>The calls that are kept of an open deployment, by the decisions that allowed them.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public Dictionary<string, KeptCall> Calls(string id) => Read(connection => JournalQueries.Calls(connection, id));

    /// <value>The last notice that there is; positions of notices never come again. Costs nothing to look at.</value>
    public long NewestNotice => _writer.NewestNotice;

    /// <summary>The notices after one, the oldest first.</summary>
    /// <param name="after">The position of that one.</param>
    /// <param name="count">How many at most.</param>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public List<Notice> Notices(long after, int count) => Read(connection => Outbox.After(connection, after, count));

    /// <summary>Forgets the notices up to one, which everybody was told of.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be written.</exception>
    public Task ForgetNoticesAsync(long through) => _writer.WriteAsync(t => t.ForgetNotices(through));

    /// <summary>The oldest stops that are not in the deployer's log yet.</summary>
    /// <param name="count">How many at most.</param>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public List<NotedStop> Stops(int count) =>

        // What is in the file beyond that is of a history that is not to be seen yet.
        // One whose history is damaged never becomes visible, and must not keep back the others.
        [.. Read(connection => StopBook.Oldest(connection, count)).TakeWhile(stop => IsDamaged(stop.Deployment, out var history) || history?.Snapshot.Facts >= stop.Ordinal)];

    /// <summary>Forgets the stops up to one, which are on record.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be written.</exception>
    public Task ForgetStopsAsync(long through) => _writer.WriteAsync(t => t.ForgetStops(through));

    /// <summary>The oldest deployments that need not be kept; see <see cref="JournalRetention.Expired"/>.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public List<string> Expired(int maxDeployments, DateTimeOffset before, int count) => Read(connection => JournalRetention.Expired(connection, maxDeployments, before, count));

    /// <summary>Removes deployments that are over.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="JournalUnavailableException">The journal cannot be written.</exception>
    public async Task<int> RemoveAsync(IReadOnlyList<string> ids)
    {
        var removed = await _writer.WriteAsync(t => t.Remove(ids));
        _cache.Remove(ids);
        return removed;
    }

    /// <summary>The holds that stand over a lane.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public List<HoldRecord> Holds(Lane lane) => Read(connection => JournalQueries.Holds(connection, lane));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _database.CloseReaders();
        await _writer.DisposeAsync();
    }

    private bool IsDamaged(string id, out DeploymentHistory? history)
    {
        try
        {
            history = Find(id);
            return false;
        }
        catch (DamagedDeploymentException)
        {
            history = null;
            return true;
        }
    }

    private JournalEntry Entry(SqliteConnection connection, long seq, string id)
    {
        try
        {
            return new JournalEntry(seq, _cache.Find(id) ?? LoadFinal(connection, id)!);
        }
        catch (DamagedDeploymentException e)
        {
            return new JournalEntry(seq, e.Damaged);
        }
    }

    private DeploymentHistory? LoadFinal(SqliteConnection connection, string id)
    {
        var history = JournalQueries.Load(connection, id);
        if (history is { Snapshot.IsFinal: true })
        {
            _cache.AddFinal(history);
        }

        return history;
    }

    private List<string> LoadOpen(string file)
    {
        try
        {
            return Read(connection => JournalQueries.OpenIds(connection).FindAll(id => TryLoadOpen(connection, id)));
        }
        catch (JournalUnavailableException e)
        {
            throw new JournalUnavailableException($"{e.Message} Its file is '{file}'. {JournalDatabase.IfDamaged}", e);
        }
    }

    // One that is damaged is shown as such, and nothing is done for it; the others go on.
    private bool TryLoadOpen(SqliteConnection connection, string id)
    {
        try
        {
            _cache.Put(JournalQueries.Load(connection, id)!);
            return true;
        }
        catch (DamagedDeploymentException e)
        {
            LogDamaged(_logger, e.Message);
            return false;
        }
    }

    private T Read<T>(Func<SqliteConnection, T> read)
    {
        try
        {
            using var connection = _database.OpenForReading();
            return read(connection);
        }
        catch (Exception e) when (e is SqliteException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw new JournalUnavailableException($"The journal cannot be read: {e.Message}", e);
        }
    }

    [LoggerMessage(EventId = 1308, Level = LogLevel.Warning, Message = "The journal was restored at {RestoredAt:u} and knows nothing of what was acknowledged after {KnownUntil:u}: what was asked for then under a request_id is done again where it is asked for again, and what is current somewhere is unknown until it is seen.")]
    private static partial void LogRestored(ILogger logger, DateTimeOffset restoredAt, DateTimeOffset knownUntil);

    [LoggerMessage(EventId = 1306, Level = LogLevel.Error, Message = "{Damage} `deployer journal check` names all that is damaged.")]
    private static partial void LogDamaged(ILogger logger, string damage);
}
