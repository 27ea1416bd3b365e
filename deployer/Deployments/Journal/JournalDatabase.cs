using Deployer.Storage;
using Microsoft.Data.Sqlite;

namespace Deployer.Deployments.Journal;

/// <summary>The journal's SQLite file: WAL with <c>synchronous=FULL</c>, so that what is committed survives a power cut, and <c>secure_delete</c>, so that
/// what is deleted is gone.</summary>
internal sealed class JournalDatabase(string path)
{
    /// <summary>What helps where the file cannot be read.</summary>
    public const string IfDamaged = "If it is damaged, put back a copy that `deployer journal backup` made: `deployer journal restore FILE`.";

    // A file beside the database that long readers have kept from being folded in is folded in whole, once it is this large.
    private const long MaxWalBytes = 32 << 20;

    private const string WayOn =
        "Nothing is started: what was done since is not known, and might be done again. If its files were moved, put all of them back (journal.db, journal.db-wal). "
        + "Otherwise put back a copy that `deployer journal backup` made: `deployer journal restore FILE`; or go on with what is there, `deployer journal restore as-is`, or with nothing, `deployer journal restore empty`.";

    private readonly string _markPath = HighWaterMark.PathFor(path);

    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWriteCreate,
        Cache = SqliteCacheMode.Private,
        ForeignKeys = true,
        DefaultTimeout = 10,
        Pooling = true,
    }.ToString();

    /// <summary>Makes the file and its tables where they are not there.</summary>
    /// <exception cref="JournalUnavailableException">The file cannot be used.</exception>
    public void Create()
    {
        var mark = ReadMark();
        if (mark is { Commits: > 0 } && new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            throw Lost(File.Exists(path) ? "is empty" : "is gone", mark);
        }

        Prepare(connection => RequireAcknowledged(JournalState.Find(connection), mark));
    }

    /// <summary>Makes the file and its tables without a look at the mark, and gives what the journal says of itself.</summary>
    /// <exception cref="JournalUnavailableException">The file cannot be used.</exception>
    public JournalState Prepare() => Prepare(_ => { });

    /// <summary>Opens the mark of what was acknowledged.</summary>
    /// <exception cref="JournalUnavailableException">It cannot be written.</exception>
    public HighWaterMark OpenMark()
    {
        try
        {
            return new HighWaterMark(_markPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnavailableException($"'{_markPath}', which says how far the journal has come, cannot be written: {e.Message}", e);
        }
    }

    /// <summary>What was acknowledged; null where that was never kept.</summary>
    /// <exception cref="JournalUnavailableException">It cannot be read.</exception>
    public JournalMark? ReadMark()
    {
        try
        {
            return HighWaterMark.Read(_markPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnavailableException($"{e.Message} {WayOn}", e);
        }
    }

    /// <summary>Whether the journal is what was acknowledged.</summary>
    /// <param name="state">What it says of itself; null in a file of an older program.</param>
    /// <param name="mark">What was acknowledged; null where that was never kept.</param>
    /// <exception cref="JournalUnavailableException">It is older, another one, or nobody can say.</exception>
    public void RequireAcknowledged(JournalState? state, JournalMark? mark)
    {
        if (mark is null or { Commits: 0 })
        {
            // A file of an older program has none yet, nor has one that nobody was told anything of.
            if (state is { Mark.Commits: > 0 } && state.Mark.Id != mark?.Id)
            {
                throw new JournalUnavailableException($"'{_markPath}', which says how far the journal '{path}' had come, is gone: nobody can say whether it is the newest. {WayOn}");
            }

            return;
        }

        if (state is null)
        {
            throw Lost("was written by an older program", mark);
        }

        if (state.Mark.Id != mark.Id)
        {
            throw Lost("is another one", mark);
        }

        if (state.Mark.Commits < mark.Commits)
        {
            throw Lost($"is older than what was acknowledged: it has {state.Mark.Describe()}", mark);
        }
    }

    /// <summary>Folds the file beside the database in, so that the database is whole by itself.</summary>
    /// <param name="connection">The writer's, outside of a transaction.</param>
    public static void Checkpoint(SqliteConnection connection) => connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    /// <summary>Folds the file beside the database in where it has grown large.</summary>
    /// <param name="connection">The writer's, outside of a transaction.</param>
    public void CheckpointIfLarge(SqliteConnection connection)
    {
        if (new FileInfo(path + "-wal") is { Exists: true, Length: > MaxWalBytes })
        {
            connection.Execute("PRAGMA busy_timeout=200; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout=10000;");
        }
    }

    /// <summary>Closes what readers have kept open.</summary>
    public void CloseReaders()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private JournalState Prepare(Action<SqliteConnection> check)
    {
        CreateFile();
        using var connection = OpenForWriting();
        try
        {
            check(connection);
            JournalSchema.Ensure(connection);
            return JournalState.Find(connection) ?? throw new InvalidDataException("It does not say which journal it is.");
        }
        catch (Exception e) when (e is SqliteException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw new JournalUnavailableException($"The journal '{path}' cannot be prepared: {e.Message} {IfDamaged}", e);
        }
    }

    private JournalUnavailableException Lost(string what, JournalMark mark) => new($"The journal '{path}' {what}; acknowledged were {mark.Describe()}. {WayOn}");

    // Closed to others from its birth; SQLite gives the files beside it the same mode.
    private void CreateFile()
    {
        try
        {
            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnavailableException($"The journal '{path}' cannot be made: {e.Message}", e);
        }
    }

    /// <summary>Opens the connection of the one writer. Disposing it closes the file.</summary>
    /// <exception cref="JournalUnavailableException">The file cannot be opened.</exception>
    public SqliteConnection OpenForWriting() => Open(_connectionString + ";Pooling=False", "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA busy_timeout=10000;");

    /// <summary>Opens a connection that copies the file, and keeps nothing of it open.</summary>
    /// <exception cref="JournalUnavailableException">The file cannot be opened.</exception>
    public SqliteConnection OpenForCopying() => Open(_connectionString + ";Pooling=False", "PRAGMA busy_timeout=10000;");

    /// <summary>Opens a connection that only reads.</summary>
    /// <exception cref="JournalUnavailableException">The file cannot be opened.</exception>
    public SqliteConnection OpenForReading() => Open(_connectionString, "PRAGMA query_only=1;");

    private static SqliteConnection Open(string connectionString, string pragmas)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            connection.Execute(pragmas);
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new JournalUnavailableException($"The journal '{connection.DataSource}' cannot be opened: {e.Message}", e);
        }
    }
}
