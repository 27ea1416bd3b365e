using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Gateway.Hosting.Notifications;

/// <summary>A secret that a webhook's sender and receiver share. Signs as the specification of Standard Webhooks says.</summary>
internal sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const string Valid = "a file of at most 4096 bytes with 'whsec_' and at least 32 bytes in base64, or with at least 32 bytes themselves";
    private const int MinBytes = 32;
    private const int MaxFileBytes = 4096;

    private readonly byte[] _key;

    internal WebhookSecret(byte[] key) => _key = key;

    /// <summary>Reads a secret from its file.</summary>
    /// <param name="key">The key that names the file.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ConfigurationException">There is none in it.</exception>
    public static WebhookSecret Read(string key, string path)
    {
        try
        {
            return new WebhookSecret(Parse(SmallFile.ReadBytes(path, MaxFileBytes)) ?? throw new ConfigurationException(Setting.Fault(key, path, Valid)));
        }
        catch (Exception e) when (e is IOException)
        {
            throw new ConfigurationException($"{Setting.Fault(key, path, Valid)} It cannot be read: {e.Message}", e);
        }
    }

    /// <summary>One entry of the header <c>webhook-signature</c>.</summary>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>.</param>
    /// <param name="body">The body.</param>
    public string Sign(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hash.AppendData(body);
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }

    /// <summary>Tells nothing of it.</summary>
    public override string ToString() => "***";

    // The end of a line belongs to no secret that is text; in one that is not, every byte is one of it.
    private static byte[]? Parse(byte[] content)
    {
        var isText = content.AsSpan().TrimEnd("\r\n"u8) is var line && !line.ContainsAnyExceptInRange((byte)' ', (byte)'~');
        var text = isText ? Encoding.ASCII.GetString(line) : "";
        var key = text.StartsWith(Prefix, StringComparison.Ordinal) ? FromBase64(text[Prefix.Length..]) : isText ? line.ToArray() : content;
        return key is { Length: >= MinBytes } ? key : null;
    }

    private static byte[]? FromBase64(string text)
    {
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) ? key[..length] : null;
    }
}
