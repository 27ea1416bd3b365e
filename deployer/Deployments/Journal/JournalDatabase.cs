using Deployer.Storage;
using Microsoft.Data.Sqlite;

namespace Deployer.Deployments.Journal;

/// <summary>The journal's SQLite file: WAL with <c>synchronous=FULL</c>, so that what is committed survives a power cut, and <c>secure_delete</c>, so that
/// what is deleted is gone.</summary>
internal sealed class JournalDatabase(string path)
{
    /// <summary>What helps where the file cannot be read.</summary>
    public const string IfDamaged = "If it is damaged, put back a backup, with the files beside it (-wal, -shm) removed.";

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
        CreateFile();
        using var connection = OpenForWriting();
        try
        {
            JournalSchema.Ensure(connection);
        }
        catch (Exception e) when (e is SqliteException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw new JournalUnavailableException($"The journal '{path}' cannot be prepared: {e.Message} {IfDamaged}", e);
        }
    }

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
