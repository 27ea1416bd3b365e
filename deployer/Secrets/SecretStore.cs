using System.Security.Cryptography;
using Deployer.Storage;
using Gateway.Hosting.Posix;
using Microsoft.Data.Sqlite;

namespace Deployer.Secrets;

/// <summary>
/// Secrets in a SQLite file, each value encrypted with AES-256-GCM under the key file, its name and version authenticated with it, and pinned by a
/// file beside it (<see cref="SecretAnchor"/>): a value moved to another name, or an older one that was put back, does not open. A store of before
/// there were anchors gets one with the first use.
/// </summary>
internal sealed class SecretStore(string file, string keyFile, TimeProvider time)
{
    /// <summary>The longest value, in bytes.</summary>
    public const int MaxValueBytes = 64 * 1024;

    private const UnixFileMode PrivateFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PrivateDirectory = PrivateFileMode | UnixFileMode.UserExecute;

    private const string SelectRows = "SELECT name, version, nonce, ciphertext, tag FROM secrets";

    // Says in the store itself that there must be an anchor.
    private const string Anchored = "PRAGMA user_version=1";

    private const string Table = """
        CREATE TABLE IF NOT EXISTS secrets (
          name TEXT PRIMARY KEY,
          version INTEGER NOT NULL,
          time INTEGER NOT NULL,
          nonce BLOB NOT NULL,
          ciphertext BLOB NOT NULL,
          tag BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """;

    private readonly string _anchorFile = SecretAnchor.PathOf(file);

    /// <summary>Stores a value under a name; what was there is replaced by a new version.</summary>
    /// <exception cref="SecretStoreException">The name or value is not valid, the key is not the store's, or the store cannot be written.</exception>
    public long Put(string name, Secret value) => Use(isMade: true, connection =>
    {
        RequireName(name);
        if (value.Reveal().Length is 0 or > MaxValueBytes)
        {
            throw new SecretStoreException($"A secret has 1 to {MaxValueBytes} bytes.");
        }

        connection.Execute("BEGIN IMMEDIATE");
        using var key = SecretKey.Read(keyFile);
        using var cipher = CipherOf(key);
        connection.Execute(Table);
        var rows = Rows(connection);
        RequireKey(rows, cipher);
        var anchor = OpenAnchor(connection, key, cipher, rows);
        var before = rows.Find(row => row.Name == name)?.Version ?? 0;
        var row = Encrypt(cipher, name, 1 + Math.Max(before, anchor.VersionOf(name)), value);
        anchor.Plan(name, row.Pin);
        anchor.Write(_anchorFile, key);
        Write(connection, row);
        connection.Execute(Anchored);
        connection.Execute("COMMIT");
        Settle(connection, key, cipher);
        return row.Version;
    });

    /// <summary>The names and versions, sorted.</summary>
    /// <exception cref="SecretStoreException">The store cannot be read.</exception>
    public List<SecretName> List() => !IsMade() ? [] : Use(isMade: false, connection => connection.Rows(
        "SELECT name, version, time FROM secrets ORDER BY name",
        r => new SecretName(r.GetString(0), r.GetInt64(1), DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(2)))));

    /// <summary>The names of those that do not open with the key file: they were changed or put back, or the store has another key.</summary>
    /// <exception cref="SecretStoreException">The store, its anchor or its key file cannot be read.</exception>
    public IReadOnlyList<string> FindClosed() => !IsMade() ? [] : Use(isMade: false, connection =>
    {
        connection.Execute("BEGIN");
        using var key = SecretKey.Read(keyFile);
        using var cipher = CipherOf(key);
        var rows = Rows(connection);
        var anchor = rows.Exists(row => Opens(cipher, row)) ? OpenAnchor(connection, key, cipher, rows) : null;
        return rows.Where(row => anchor?.Admits(row) != true || !Opens(cipher, row)).Select(row => row.Name).ToList();
    });

    /// <summary>Removes a secret; false where there is none of that name. Needs no key: where that is lost, all can still be removed.</summary>
    /// <exception cref="SecretStoreException">The store cannot be written.</exception>
    public bool Delete(string name) => IsMade() && Use(isMade: false, connection =>
    {
        // Before the anchor, whose lines it must not break.
        RequireName(name);
        connection.Execute("BEGIN IMMEDIATE");
        using var key = TryReadKey();
        var anchor = key is null ? null : SecretAnchor.Read(_anchorFile, key, out _);
        if (anchor is not null)
        {
            anchor.Settle(Rows(connection));
            anchor.Plan(name, null);
            anchor.Write(_anchorFile, key!);
        }

        var isDeleted = connection.Execute("DELETE FROM secrets WHERE name = $0", name) == 1;
        connection.Execute("COMMIT");
        if (anchor is not null)
        {
            using var cipher = CipherOf(key!);
            Settle(connection, key!, cipher);
        }

        return isDeleted;
    });

    /// <summary>Reads a secret. The caller wipes it.</summary>
    /// <exception cref="SecretStoreException">There is none of that name, it does not open, or the store cannot be read.</exception>
    public Secret Read(string name) => Use(isMade: false, connection =>
    {
        // While this lasts, nobody's change is complete, so that row and anchor are of one moment.
        connection.Execute(IsAnchored() ? "BEGIN" : "BEGIN IMMEDIATE");
        var rows = connection.Rows(SelectRows + " WHERE name = $0", ToRow, name);
        if (rows is not [var row])
        {
            throw new SecretStoreException("The secret store has no credential of this name.");
        }

        using var key = SecretKey.Read(keyFile);
        using var cipher = CipherOf(key);
        var secret = Open(cipher, row);
        try
        {
            RequireAnchored(connection, key, cipher, row);
            return secret;
        }
        catch
        {
            secret.Dispose();
            throw;
        }
    });

    /// <summary>Takes the store as it is now, as after it was brought back from a copy.</summary>
    /// <returns>The names of what opens, and is taken.</returns>
    /// <exception cref="SecretStoreException">The key is not the store's, or it cannot be used.</exception>
    public IReadOnlyList<string> Adopt() => Use(isMade: false, connection =>
    {
        connection.Execute("BEGIN IMMEDIATE");
        using var key = SecretKey.Read(keyFile);
        using var cipher = CipherOf(key);
        var rows = Rows(connection);
        RequireKey(rows, cipher);
        var open = rows.Where(row => Opens(cipher, row)).ToList();
        new SecretAnchor(open).Write(_anchorFile, key);
        connection.Execute(Anchored);
        connection.Execute("COMMIT");
        return open.ConvertAll(row => row.Name);
    });

    // The cipher has a copy of the key, outside of managed memory.
    private static AesGcm CipherOf(Secret key) => new(key.Reveal(), AesGcm.TagByteSizes.MaxSize);

    private Secret? TryReadKey()
    {
        try
        {
            return SecretKey.Read(keyFile);
        }
        catch (SecretStoreException)
        {
            return null;
        }
    }

    private static Secret Open(AesGcm cipher, SecretRow row) => Secret.Decrypt(cipher, row.Nonce, row.Ciphertext, row.Tag, row.AssociatedData);

    private static bool Opens(AesGcm cipher, SecretRow row)
    {
        try
        {
            Open(cipher, row).Dispose();
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // Under another key, changed, or of a form that nothing can be opened from.
            return false;
        }
    }

    // What is stored under another key than the rest nobody opens, the deployer least of all. One secret that opens shows the key to be the
    // store's, so that one that was damaged is in nobody's way; a store without any takes the key as its own.
    private void RequireKey(List<SecretRow> rows, AesGcm cipher)
    {
        if (rows.Count > 0 && !rows.Exists(row => Opens(cipher, row)))
        {
            throw new SecretStoreException(
                $"The store ({file}) holds secrets under another key than that of {keyFile} (Deployer:Secrets:KeyFile); nothing was stored. Name the store's own key; where that is lost, delete the secrets and put them anew.");
        }
    }

    // The anchor, what was about to be written settled. A store of before there were any is taken as it is; where nothing is in it, so is an anchor of another key.
    private SecretAnchor OpenAnchor(SqliteConnection connection, Secret key, AesGcm cipher, List<SecretRow> rows)
    {
        var anchor = SecretAnchor.Read(_anchorFile, key, out var isThere);
        if (anchor is null && rows.Count > 0 && (isThere || connection.Scalar("PRAGMA user_version") != 0))
        {
            throw new SecretStoreException(
                $"The anchor of the secret store (Deployer:Secrets:File, with .anchor behind it) is {(isThere ? "not what was written under this key" : "gone")}. Bring it back; where the store itself was brought back from a copy, and is to be used as it is, run: deployer secrets adopt");
        }

        anchor ??= new SecretAnchor(rows.Where(row => Opens(cipher, row)));
        anchor.Settle(rows);
        return anchor;
    }

    private void RequireAnchored(SqliteConnection connection, Secret key, AesGcm cipher, SecretRow row)
    {
        var isNew = !IsAnchored();
        var anchor = isNew ? OpenAnchor(connection, key, cipher, Rows(connection)) : SecretAnchor.Read(_anchorFile, key, out _);
        if (anchor?.Admits(row) != true)
        {
            throw new SecretStoreException("The secret is not the one that was stored last: it, or the secret store, was put back or changed. Where that was meant, run: deployer secrets adopt");
        }

        if (isNew)
        {
            anchor.Write(_anchorFile, key);
            connection.Execute(Anchored);
            connection.Execute("COMMIT");
        }
    }

    private bool IsAnchored() => PosixFiles.Find(_anchorFile) is not null;

    // What was about to be written is there now, and what was there before counts no more.
    private void Settle(SqliteConnection connection, Secret key, AesGcm cipher)
    {
        connection.Execute("BEGIN IMMEDIATE");
        OpenAnchor(connection, key, cipher, Rows(connection)).Write(_anchorFile, key);
        connection.Execute("COMMIT");
    }

    private static List<SecretRow> Rows(SqliteConnection connection) => connection.Rows(SelectRows + " ORDER BY name", ToRow);

    private static SecretRow ToRow(SqliteDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4));

    private static SecretRow Encrypt(AesGcm cipher, string name, long version, Secret value)
    {
        var row = new SecretRow(name, version, RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize), new byte[value.Reveal().Length], new byte[AesGcm.TagByteSizes.MaxSize]);
        cipher.Encrypt(row.Nonce, value.Reveal(), row.Ciphertext, row.Tag, row.AssociatedData);
        return row;
    }

    private void Write(SqliteConnection connection, SecretRow row) => connection.Execute(
        "INSERT OR REPLACE INTO secrets (name, version, time, nonce, ciphertext, tag) VALUES ($0, $1, $2, $3, $4, $5)",
        row.Name,
        row.Version,
        time.GetUtcNow().ToUnixTimeSeconds(),
        row.Nonce,
        row.Ciphertext,
        row.Tag);

    // Nothing at all is a store that is yet to be made; an empty file is one that was cut off.
    private bool IsMade()
    {
        if (PosixFiles.FindTarget(file) is { } status)
        {
            return status.Size > 0
                ? true
                : throw new SecretStoreException("The file of the secret store (Deployer:Secrets:File) is empty: it was cut off. Bring it back; where no secret was stored yet, remove it.");
        }

        return IsAnchored()
            ? throw new SecretStoreException("The file of the secret store (Deployer:Secrets:File) is gone, and its anchor, with .anchor behind its name, is there. Bring it back; for a new store, remove the anchor, too.")
            : false;
    }

    private T Use<T>(bool isMade, Func<SqliteConnection, T> use)
    {
        try
        {
            if (!IsMade() && !isMade)
            {
                throw new SecretStoreException("There is no secret store yet: deployer secrets put makes it.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!, PrivateDirectory);
            var mode = isMade ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite;
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 10 }.ToString());
            connection.Open();
            File.SetUnixFileMode(file, PrivateFileMode);
            connection.Execute("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;");
            RequireWhole(connection);
            return use(connection);
        }
        catch (CryptographicException e)
        {
            throw new SecretStoreException("The secret does not open with this key: it was changed, or the key was.", e);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new SecretStoreException("The file of the secret store (Deployer:Secrets:File) cannot be used.", e);
        }
    }

    // SQLite takes what is missing of the last page for zeros, and so for a store that has nothing there. The first look at it puts right what a
    // killed run has left.
    private void RequireWhole(SqliteConnection connection)
    {
        connection.Scalar("SELECT COUNT(*) FROM sqlite_schema");
        if (PosixFiles.FindTarget(file) is { Size: > 0 } status && status.Size % connection.Scalar("PRAGMA page_size") != 0)
        {
            throw new SecretStoreException("The file of the secret store (Deployer:Secrets:File) was cut off: its last page is not whole. Bring it back.");
        }
    }

    private static void RequireName(string name)
    {
        if (!SecretNames.IsValid(name))
        {
            throw new SecretStoreException("A secret's name has 1 to 128 letters, digits, '.', '_', '/' and '-', the first a letter or digit.");
        }
    }
}
