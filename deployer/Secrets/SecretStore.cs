using System.Security.Cryptography;
using System.Text;
using Deployer.Storage;
using Microsoft.Data.Sqlite;

namespace Deployer.Secrets;

/// <summary>
/// Secrets in a SQLite file, each value encrypted with AES-256-GCM under the key file, its name and version authenticated with
/// it: a value moved to another name or an older version does not open.
/// </summary>
internal sealed class SecretStore(string file, string keyFile, TimeProvider time)
{
    /// <summary>The longest value, in bytes.</summary>
    public const int MaxValueBytes = 64 * 1024;

    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PrivateDirectory = PrivateFile | UnixFileMode.UserExecute;

    private const string SelectRows = "SELECT name, version, nonce, ciphertext, tag FROM secrets";

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

    /// <summary>Stores a value under a name; what was there is replaced by a new version.</summary>
    /// <exception cref="SecretStoreException">The name or value is not valid, the key is not the store's, or the store cannot be written.</exception>
    public long Put(string name, Secret value) => Use(connection =>
    {
        RequireName(name);
        if (value.Reveal().Length is 0 or > MaxValueBytes)
        {
            throw new SecretStoreException($"A secret has 1 to {MaxValueBytes} bytes.");
        }

        connection.Execute("BEGIN IMMEDIATE");
        using var cipher = ReadCipher();
        RequireKey(connection, cipher);
        var version = 1 + connection.Scalar("SELECT version FROM secrets WHERE name = $0", name);
        Write(connection, cipher, name, version, value);
        connection.Execute("COMMIT");
        return version;
    });

    /// <summary>The names and versions, sorted.</summary>
    /// <exception cref="SecretStoreException">The store cannot be read.</exception>
    public List<SecretName> List() => Use(connection => connection.Rows(
        "SELECT name, version, time FROM secrets ORDER BY name",
        r => new SecretName(r.GetString(0), r.GetInt64(1), DateTimeOffset.FromUnixTimeSeconds(r.GetInt64(2)))));

    /// <summary>The names of those that do not open with the key file: they were changed, or the store has another key.</summary>
    /// <exception cref="SecretStoreException">The store or its key file cannot be read.</exception>
    public IReadOnlyList<string> FindClosed() => Use(connection =>
    {
        using var cipher = ReadCipher();
        return Rows(connection).Where(row => !Opens(cipher, row)).Select(row => row.Name).ToList();
    });

    /// <summary>Removes a secret; false where there is none of that name.</summary>
    /// <exception cref="SecretStoreException">The store cannot be written.</exception>
    public bool Delete(string name) => Use(connection => connection.Execute("DELETE FROM secrets WHERE name = $0", name) == 1);

    /// <summary>Reads a secret. The caller wipes it.</summary>
    /// <exception cref="SecretStoreException">There is none of that name, it does not open, or the store cannot be read.</exception>
    public Secret Read(string name) => Use(connection =>
    {
        var rows = connection.Rows(SelectRows + " WHERE name = $0", ToRow, name);
        return rows is [var row] ? Open(row) : throw new SecretStoreException("The secret store has no credential of this name.");
    });

    // The cipher has a copy of the key; what was read is wiped.
    private AesGcm ReadCipher()
    {
        using var key = SecretKey.Read(keyFile);
        return new AesGcm(key.Reveal(), AesGcm.TagByteSizes.MaxSize);
    }

    private Secret Open(SecretRow row)
    {
        using var cipher = ReadCipher();
        return Open(cipher, row);
    }

    private static Secret Open(AesGcm cipher, SecretRow row) => Secret.Decrypt(cipher, row.Nonce, row.Ciphertext, row.Tag, AssociatedData(row.Name, row.Version));

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
    private void RequireKey(SqliteConnection connection, AesGcm cipher)
    {
        var rows = Rows(connection);
        if (rows.Count > 0 && !rows.Exists(row => Opens(cipher, row)))
        {
            throw new SecretStoreException(
                $"The store ({file}) holds secrets under another key than that of {keyFile} (Deployer:Secrets:KeyFile); nothing was stored. Name the store's own key; where that is lost, delete the secrets and put them anew.");
        }
    }

    private static List<SecretRow> Rows(SqliteConnection connection) => connection.Rows(SelectRows + " ORDER BY name", ToRow);

    private static SecretRow ToRow(SqliteDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4));

    private void Write(SqliteConnection connection, AesGcm cipher, string name, long version, Secret value)
    {
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var ciphertext = new byte[value.Reveal().Length];
        var tag = new byte[AesGcm.TagByteSizes.MaxSize];
        cipher.Encrypt(nonce, value.Reveal(), ciphertext, tag, AssociatedData(name, version));
        connection.Execute(
            "INSERT OR REPLACE INTO secrets (name, version, time, nonce, ciphertext, tag) VALUES ($0, $1, $2, $3, $4, $5)",
            name,
            version,
            time.GetUtcNow().ToUnixTimeSeconds(),
            nonce,
            ciphertext,
            tag);
    }

    private T Use<T>(Func<SqliteConnection, T> use)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!, PrivateDirectory);
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 10 }.ToString());
            connection.Open();
            File.SetUnixFileMode(file, PrivateFile);
            connection.Execute("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;");
            connection.Execute(Table);
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

    private static byte[] AssociatedData(string name, long version) => Encoding.UTF8.GetBytes($"deployer-secret\n{name}\n{version}");

    private static void RequireName(string name)
    {
        if (!SecretNames.IsValid(name))
        {
            throw new SecretStoreException("A secret's name has 1 to 128 letters, digits, '.', '_', '/' and '-', the first a letter or digit.");
        }
    }

    private sealed record SecretRow(string Name, long Version, byte[] Nonce, byte[] Ciphertext, byte[] Tag);
}
