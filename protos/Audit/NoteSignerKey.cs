using NSec.Cryptography;

namespace Gateway.Contract.Audit;

/// <summary>The private key that signs notes (C2SP signed-note, Ed25519), with its name. Thread-safe.</summary>
public sealed class NoteSignerKey : IDisposable
{
    private const string Prefix = "PRIVATE+KEY+";

    private readonly Key _key;

    private NoteSignerKey(string name, Key key)
    {
        _key = key;
        VerifierKey = new NoteVerifierKey(name, key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <value>The public half.</value>
    public NoteVerifierKey VerifierKey { get; }

    /// <summary>Makes a new key.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or holds white space, a plus or a control character.</exception>
    public static NoteSignerKey Create(string name)
    {
        if (!NoteKey.IsName(name))
        {
            throw new ArgumentException("A note key's name is not empty and holds no white space and no plus.", nameof(name));
        }

        return new NoteSignerKey(name, Key.Create(SignatureAlgorithm.Ed25519, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }));
    }

    /// <summary>Reads the text form, <c>PRIVATE+KEY+name+id+seed</c>.</summary>
    /// <exception cref="FormatException">It is not one, or its id does not belong to it.</exception>
    public static NoteSignerKey Parse(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw new FormatException("A private note key begins with PRIVATE+KEY+.");
        }

        (var name, var id, var seed) = NoteKey.Parse(text[Prefix.Length..]);
        var creation = new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };
        var signer = new NoteSignerKey(name, Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey, creation));
        return signer.VerifierKey.Id == id ? signer : throw new FormatException("The note key's id does not belong to it.");
    }

    /// <summary>The text form, a secret.</summary>
    public string ExportPrivateText() => Prefix + NoteKey.Format(VerifierKey.Name, VerifierKey.Id, _key.Export(KeyBlobFormat.RawPrivateKey));

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    internal byte[] Sign(ReadOnlySpan<byte> text) => SignatureAlgorithm.Ed25519.Sign(_key, text);
}
