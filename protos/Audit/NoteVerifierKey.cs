using NSec.Cryptography;

namespace Gateway.Contract.Audit;

/// <summary>The public key that proves signed notes (C2SP signed-note, Ed25519), with its name.</summary>
public sealed class NoteVerifierKey
{
    private readonly PublicKey _key;

    internal NoteVerifierKey(string name, ReadOnlySpan<byte> publicKey)
    {
        Name = name;
        Id = NoteKey.ComputeId(name, publicKey);
        _key = PublicKey.Import(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey);
    }

    /// <value>The key's name, which is the origin of the log.</value>
    public string Name { get; }

    /// <value>The key id that stands in signatures.</value>
    public uint Id { get; }

    /// <summary>Reads the text form, <c>name+id+key</c>.</summary>
    /// <exception cref="FormatException">It is not one, or its id does not belong to it.</exception>
    public static NoteVerifierKey Parse(string text)
    {
        (var name, var id, var publicKey) = NoteKey.Parse(text);
        var key = Import(name, publicKey);
        return key.Id == id ? key : throw new FormatException("The note key's id does not belong to it.");
    }

    /// <summary>The text form.</summary>
    public override string ToString() => NoteKey.Format(Name, Id, _key.Export(KeyBlobFormat.RawPublicKey));

    internal bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => SignatureAlgorithm.Ed25519.Verify(_key, text, signature);

    private static NoteVerifierKey Import(string name, byte[] publicKey)
    {
        try
        {
            return new NoteVerifierKey(name, publicKey);
        }
        catch (FormatException e)
        {
            throw new FormatException("The note key is not a point of Ed25519.", e);
        }
    }
}
