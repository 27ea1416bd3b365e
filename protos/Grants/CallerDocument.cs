using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Gateway.Contract.Hashing;
using Gateway.Contract.Text;

namespace Gateway.Contract.Grants;

/// <summary>
/// What policy saw of the caller of a changing call, unmasked, and how the call came: <c>{"caller":{…},"channel":"…","remote_ip":"…"}</c>.
/// It travels beside the grant, which names its digest (<c>cds</c>), in the metadata under <see cref="MetadataKey"/>, and is kept with the
/// deployment, so that the call can be decided again for the same caller. One document has one spelling (<see cref="CanonicalJson"/>).
/// </summary>
public sealed class CallerDocument
{
    /// <summary>The metadata key that carries the document; a caller's own value under it is stripped at the door.</summary>
    public const string MetadataKey = "x-deploy-caller";

    /// <summary>The longest document, in bytes.</summary>
    public const int MaxBytes = 24 * 1024;

    /// <summary>The longest document as it travels, in characters.</summary>
    public const int MaxEncodedLength = MaxBytes / 3 * 4;

    private const int MaxChannelLength = 16;
    private const int MaxRemoteIpLength = 64;

    private readonly byte[] _bytes;

    private CallerDocument(byte[] bytes, string callerJson, string channel, string remoteIp)
    {
        _bytes = bytes;
        Sha256 = Sha256Digest.ComputeHexadecimal(bytes);
        CallerJson = callerJson;
        Channel = channel;
        RemoteIp = remoteIp;
    }

    /// <value>The document.</value>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <value>The digest of <see cref="Bytes"/>, in lower-case hexadecimal: a grant's <c>cds</c>.</value>
    public string Sha256 { get; }

    /// <value>The caller as policy saw it (<c>input.caller</c>), a JSON object.</value>
    public string CallerJson { get; }

    /// <value>The way in, for example <c>rest</c> (<c>input.context.channel</c>).</value>
    public string Channel { get; }

    /// <value>The address that the call came from (<c>input.context.remote_ip</c>).</value>
    public string RemoteIp { get; }

    /// <summary>Makes a document.</summary>
    /// <param name="callerJson">A JSON object in any spelling.</param>
    /// <param name="channel">The way in.</param>
    /// <param name="remoteIp">The address.</param>
    /// <returns>The document; null where it would be too long, or a value is none that can be kept.</returns>
    public static CallerDocument? TryCreate(string callerJson, string channel, string remoteIp)
    {
        ArgumentNullException.ThrowIfNull(callerJson);
        var text = $"{{\"caller\":{callerJson},\"channel\":{JsonSerializer.Serialize(channel)},\"remote_ip\":{JsonSerializer.Serialize(remoteIp)}}}";
        return CanonicalJson.Rewrite(Encoding.UTF8.GetBytes(text)) is { } bytes ? Read(bytes) : null;
    }

    /// <summary>Reads a document as it travels; false where it is not exactly the one of <paramref name="sha256"/>. Never throws.</summary>
    /// <param name="encoded">The metadata's value.</param>
    /// <param name="sha256">The digest that the grant names.</param>
    /// <param name="document">The document, proven by its digest.</param>
    public static bool TryDecode(string encoded, string sha256, [NotNullWhen(true)] out CallerDocument? document)
    {
        document = null;
        return encoded.Length <= MaxEncodedLength && StrictBase64Url.TryDecode(encoded, out var bytes) && TryRead(bytes, sha256, out document);
    }

    /// <summary>Reads a document that was kept; false where it is not exactly the one of <paramref name="sha256"/>. Never throws.</summary>
    /// <param name="bytes">The document's bytes.</param>
    /// <param name="sha256">The digest that the grant names.</param>
    /// <param name="document">The document, proven by its digest.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, string sha256, [NotNullWhen(true)] out CallerDocument? document)
    {
        document = null;
        if (bytes.Length is 0 or > MaxBytes || Sha256Digest.ComputeHexadecimal(bytes) != sha256)
        {
            return false;
        }

        var copy = bytes.ToArray();
        document = CanonicalJson.Rewrite(copy) is { } canonical && canonical.AsSpan().SequenceEqual(bytes) ? Read(copy) : null;
        return document is not null;
    }

    /// <summary>The document as it travels: base64url of its bytes.</summary>
    public string Encode() => Base64Url.EncodeToString(_bytes);

    // The bytes are well-formed JSON in its one spelling.
    private static CallerDocument? Read(byte[] bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            return null;
        }

        using var parsed = JsonDocument.Parse(bytes);
        var root = parsed.RootElement;
        return root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Count() == 3
            && root.TryGetProperty("caller", out var caller) && caller.ValueKind == JsonValueKind.Object
            && TryReadText(root, "channel", MaxChannelLength, out var channel)
            && TryReadText(root, "remote_ip", MaxRemoteIpLength, out var remoteIp)
            ? new CallerDocument(bytes, caller.GetRawText(), channel, remoteIp)
            : null;
    }

    private static bool TryReadText(JsonElement root, string name, int maxLength, [NotNullWhen(true)] out string? text)
    {
        text = root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text is { Length: > 0 } && text.Length <= maxLength && AsciiJson.IsPlain(text);
    }
}
