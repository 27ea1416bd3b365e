using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Hosting.Posix;

namespace Deployer.Secrets;

/// <summary>
/// The file beside the store that says which row each name has, under a code of the store's own key (HMAC-SHA-256): an older row that is put back,
/// or that of a secret that was deleted, is another than it says. What is about to be written stands in it before, and counts beside what was
/// there until that is settled, so that a crash at any point leaves no secret closed.
/// </summary>
internal sealed class SecretAnchor
{
    private const string Head = "deployer-secrets 1";
    private const string CodeMark = "code ";
    private const string Planned = "? ";
    private const string Nothing = "-";
    private const int MaxBytes = 64 << 20;
    private const int CodeBytes = 32;

    private static readonly byte[] Purpose = "deployer-secret-anchor"u8.ToArray();

    private readonly SortedDictionary<string, SecretPin> _pins = new(StringComparer.Ordinal);
    private (string Name, SecretPin? Pin)? _planned;

    /// <summary>An anchor for rows that are known to be right.</summary>
    public SecretAnchor(IEnumerable<SecretRow> rows)
    {
        foreach (var row in rows)
        {
            _pins[row.Name] = row.Pin;
        }
    }

    /// <summary>Where the anchor of a store is.</summary>
    public static string PathOf(string store) => store + ".anchor";

    /// <summary>Reads an anchor.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The store's key.</param>
    /// <param name="isThere">Whether there is one.</param>
    /// <returns>The anchor; null where it is not there, or not of this key.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SecretAnchor? Read(string path, Secret key, out bool isThere)
    {
        isThere = PosixFiles.Find(path) is not null;
        if (!isThere)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(SmallFile.ReadBytes(path, MaxBytes));
        var end = text.LastIndexOf(CodeMark, StringComparison.Ordinal);
        if (end <= 0 || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(text[(end + CodeMark.Length)..].TrimEnd('\n')), Encoding.ASCII.GetBytes(Code(text[..end], key))))
        {
            return null;
        }

        // Whole and its own, so of the form that is written below.
        var anchor = new SecretAnchor([]);
        foreach (var line in text[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var isPlanned = line.StartsWith(Planned, StringComparison.Ordinal);
            var words = (isPlanned ? line[Planned.Length..] : line).Split(' ');
            var pin = words[2] == Nothing ? null : new SecretPin(long.Parse(words[1], CultureInfo.InvariantCulture), words[2]);
            if (isPlanned)
            {
                anchor._planned = (words[0], pin);
            }
            else
            {
                anchor._pins[words[0]] = pin!;
            }
        }

        return anchor;
    }

    /// <summary>Writes it, durable on return.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path, Secret key)
    {
        var text = new StringBuilder(Head).Append('\n');
        foreach (var (name, pin) in _pins)
        {
            Append(text, name, pin);
        }

        if (_planned is var (planned, next))
        {
            text.Append(Planned);
            Append(text, planned, next);
        }

        var code = Code(text.ToString(), key);
        text.Append(CodeMark).Append(code).Append('\n');
        PrivateFile.Write(path, text.ToString(), durable: true);
    }

    /// <summary>Whether a row is the one of its name, or is about to be.</summary>
    public bool Admits(SecretRow row) => _pins.GetValueOrDefault(row.Name) == row.Pin || (_planned is { Pin: not null } planned && planned.Name == row.Name && planned.Pin == row.Pin);

    /// <summary>The newest version that a name has had; 0 where it is not known.</summary>
    public long VersionOf(string name) => _pins.GetValueOrDefault(name)?.Version ?? 0;

    /// <summary>Takes note of what is about to be written. Null: the secret goes.</summary>
    public void Plan(string name, SecretPin? pin) => _planned = (name, pin);

    /// <summary>Takes note of what came of what was about to be written.</summary>
    /// <param name="rows">What the store has now.</param>
    public void Settle(IReadOnlyList<SecretRow> rows)
    {
        if (_planned is not var (name, pin))
        {
            return;
        }

        _planned = null;
        var row = rows.FirstOrDefault(row => row.Name == name);
        if (row is null && pin is null)
        {
            _pins.Remove(name);
        }
        else if (row is not null && row.Pin == pin)
        {
            _pins[name] = pin;
        }
    }

    private static void Append(StringBuilder text, string name, SecretPin? pin) =>
        text.Append(CultureInfo.InvariantCulture, $"{name} {pin?.Version ?? 0} {pin?.Digest ?? Nothing}\n");

    private static string Code(string text, Secret key)
    {
        Span<byte> own = stackalloc byte[CodeBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Reveal(), own, [], Purpose);
        var code = Convert.ToHexStringLower(HMACSHA256.HashData(own, Encoding.UTF8.GetBytes(text)));
        CryptographicOperations.ZeroMemory(own);
        return code;
    }
}
