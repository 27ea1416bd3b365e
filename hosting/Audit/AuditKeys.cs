using Gateway.Contract.Audit;
using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Audit;

/// <summary>The log's signing key: read from its file, or made at the first start with the verifier key beside it.</summary>
public static class AuditKeys
{
    /// <summary>The verifier key's file in the directory of keys.</summary>
    public const string VerifierKeyFile = "audit.vkey";

    private const string SigningKeyFile = "audit.key";

    /// <summary>Where the signing key is, or will be.</summary>
    public static string PathOf(AuditOptions options, string stateDirectory)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.SigningKeyFile.Length > 0 ? options.SigningKeyFile : Path.Combine(DirectoryIn(stateDirectory), SigningKeyFile);
    }

    /// <summary>The directory of keys, which the program writes to.</summary>
    public static string DirectoryIn(string stateDirectory) => Path.Combine(stateDirectory, "keys");

    /// <summary>Reads the key, or makes it where <paramref name="options"/> names no file and none was made before.</summary>
    /// <exception cref="InvalidOperationException">The key can't be read, is none, or belongs to another origin.</exception>
    internal static NoteSignerKey LoadOrCreate(AuditOptions options, string stateDirectory)
    {
        var keys = DirectoryIn(stateDirectory);
        var path = PathOf(options, stateDirectory);
        var key = File.Exists(path) || options.SigningKeyFile.Length > 0 ? Load(path) : Create(options.Origin, keys, path);
        if (key.VerifierKey.Name != options.Origin)
        {
            throw new InvalidOperationException($"Audit:Origin is '{options.Origin}', but the key in {path} belongs to '{key.VerifierKey.Name}'.");
        }

        WriteVerifierKey(keys, key);
        return key;
    }

    private static NoteSignerKey Load(string path)
    {
        try
        {
            return NoteSignerKey.Parse(File.ReadAllText(path).TrimEnd('\n'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new InvalidOperationException($"Audit:SigningKeyFile: {path} is not a private note key that can be read: {e.Message}", e);
        }
    }

    private static NoteSignerKey Create(string origin, string keys, string path)
    {
        PrivateFile.CreateDirectory(keys);
        var key = NoteSignerKey.Create(origin);
        PrivateFile.Write(path, key.ExportPrivateText() + "\n", durable: true);
        return key;
    }

    private static void WriteVerifierKey(string keys, NoteSignerKey key)
    {
        PrivateFile.CreateDirectory(keys);
        var path = Path.Combine(keys, VerifierKeyFile);
        var text = key.VerifierKey + "\n";
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            PrivateFile.Write(path, text, durable: true);
        }
    }
}
