using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Contract.Text;
using Gateway.Contract.Validation;

namespace Gateway.Contract.Visibility;

/// <summary>
/// Which applications a list of all shows in which environments. It travels beside the grant, which names its digest, in the metadata
/// under <see cref="MetadataKey"/>. One list has one spelling: a JSON array of pairs, each once, in ordinal order, without white space.
/// </summary>
public sealed class VisibleList
{
    /// <summary>The metadata key that carries the list; a caller's own value under it is stripped at the door.</summary>
    public const string MetadataKey = "x-deploy-visible";

    /// <summary>The most pairs.</summary>
    public const int MaxPairs = 100_000;

    /// <summary>The longest list, in bytes of JSON.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The longest list as it travels, in characters. The deployer takes headers of this length, and the grant beside it.</summary>
    public const int MaxEncodedLength = 256 * 1024;

    private const int CompressionQuality = 5;
    private const int CompressionWindow = 22;
    private const string ObligationStart = "{\"visible\":{\"sha256\":\"";
    private const string ObligationEnd = "\"}}";

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 2 };

    private readonly byte[] _canonical;

    private VisibleList(byte[] canonical, int count, string sha256) => (_canonical, Count, Sha256) = (canonical, count, sha256);

    /// <value>How many pairs there are.</value>
    public int Count { get; }

    /// <value>The digest of the canonical bytes, in lower-case hexadecimal.</value>
    public string Sha256 { get; }

    /// <value>The length of the canonical bytes.</value>
    public int Length => _canonical.Length;

    /// <value>The obligation that a grant carries: <c>{"visible":{"sha256":"…"}}</c>.</value>
    public string Obligation => ObligationStart + Sha256 + ObligationEnd;

    /// <summary>Makes a list of pairs in any order.</summary>
    /// <returns>The list; null where there are too many, a name is none, or the whole is too long.</returns>
    public static VisibleList? TryCreate(IReadOnlyCollection<(string Application, string Environment)> pairs)
    {
        if (pairs.Count > MaxPairs || pairs.Any(pair => !FieldRules.IsName(pair.Application) || !FieldRules.IsName(pair.Environment)))
        {
            return null;
        }

        var canonical = Write(pairs, out var count);
        return canonical.Length > MaxBytes ? null : new VisibleList(canonical, count, Digest(canonical));
    }

    /// <summary>Which list a grant's obligations ask for.</summary>
    /// <param name="obligations">The grant's <c>obl</c>.</param>
    /// <param name="sha256">The digest, where it is this obligation and nothing else.</param>
    public static bool TryReadObligation(string obligations, [NotNullWhen(true)] out string? sha256)
    {
        sha256 = null;
        if (obligations.Length != ObligationStart.Length + 64 + ObligationEnd.Length
            || !obligations.StartsWith(ObligationStart, StringComparison.Ordinal)
            || !obligations.EndsWith(ObligationEnd, StringComparison.Ordinal))
        {
            return false;
        }

        var digest = obligations.Substring(ObligationStart.Length, 64);
        sha256 = FieldRules.IsDigest("sha256:" + digest) ? digest : null;
        return sha256 is not null;
    }

    /// <summary>Reads a list as it travels; false where it is not exactly the one of <paramref name="sha256"/>. Never throws.</summary>
    /// <param name="encoded">The metadata's value.</param>
    /// <param name="sha256">The digest that the grant names.</param>
    /// <param name="list">The list, proven by its digest.</param>
    public static bool TryDecode(string encoded, string sha256, [NotNullWhen(true)] out VisibleList? list)
    {
        list = null;
        if (encoded.Length > MaxEncodedLength || !StrictBase64Url.TryDecode(encoded, out var compressed) || Decompress(compressed) is not { } canonical
            || Digest(canonical) != sha256 || Read(canonical) is not { } pairs)
        {
            return false;
        }

        var read = TryCreate(pairs);
        list = read is not null && read._canonical.AsSpan().SequenceEqual(canonical) ? read : null;
        return list is not null;
    }

    /// <summary>The list as it travels: base64url of the compressed canonical bytes; null where that is too long.</summary>
    public string? Encode()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(_canonical.Length));
        try
        {
            var done = BrotliEncoder.TryCompress(_canonical, buffer, out var written, CompressionQuality, CompressionWindow);
            return done && Base64Url.GetEncodedLength(written) <= MaxEncodedLength ? Base64Url.EncodeToString(buffer.AsSpan(0, written)) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The canonical text.</summary>
    public override string ToString() => Encoding.ASCII.GetString(_canonical);

    private static string Digest(byte[] canonical) => Convert.ToHexStringLower(SHA256.HashData(canonical));

    // Names need no escape.
    private static byte[] Write(IEnumerable<(string Application, string Environment)> pairs, out int count)
    {
        var text = new StringBuilder("[");
        count = 0;
        foreach ((var application, var environment) in pairs.Distinct()
            .OrderBy(pair => pair.Application, StringComparer.Ordinal).ThenBy(pair => pair.Environment, StringComparer.Ordinal))
        {
            text.Append(count++ == 0 ? "[\"" : ",[\"").Append(application).Append("\",\"").Append(environment).Append("\"]");
        }

        return Encoding.ASCII.GetBytes(text.Append(']').ToString());
    }

    // Whatever is sent, no more is unpacked than a list may have.
    private static byte[]? Decompress(byte[] compressed)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes);
        try
        {
            using var decoder = new BrotliDecoder();
            var status = decoder.Decompress(compressed, buffer.AsSpan(0, MaxBytes), out var consumed, out var written);
            return status == OperationStatus.Done && consumed == compressed.Length ? buffer.AsSpan(0, written).ToArray() : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static List<(string Application, string Environment)>? Read(byte[] canonical)
    {
        try
        {
            var reader = new Utf8JsonReader(canonical, Strict);
            return ReadPairs(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static List<(string Application, string Environment)>? ReadPairs(ref Utf8JsonReader reader)
    {
        var pairs = new List<(string Application, string Environment)>();
        var isList = reader.Read() && reader.TokenType == JsonTokenType.StartArray;
        while (isList && reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            if (pairs.Count == MaxPairs || !TryReadName(ref reader, out var application) || !TryReadName(ref reader, out var environment)
                || !reader.Read() || reader.TokenType != JsonTokenType.EndArray)
            {
                return null;
            }

            pairs.Add((application, environment));
        }

        return isList && reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == 0 && !reader.Read() ? pairs : null;
    }

    private static bool TryReadName(ref Utf8JsonReader reader, [NotNullWhen(true)] out string? name)
    {
        name = reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return name is not null;
    }
}
