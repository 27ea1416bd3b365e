using System.Net;
using Rego.Networking;
using Rego.Values;

namespace Rego.Builtins.Http;

/// <summary>Reads the object that describes a request.</summary>
internal static class HttpCallReader
{
    private const string TokenMarks = "!#$%&'*+-.^_`|~";

    /// <exception cref="HttpSendException">The object describes no request, or one that may not be sent.</exception>
    internal static HttpCall Read(BuiltinContext context, NetworkAccess access, HttpRequestFields fields)
    {
        var url = ReadUrl(access, fields.Text("url"));
        var headers = ReadHeaders(fields["headers"]);
        return new HttpCall
        {
            Method = ReadMethod(fields.Text("method")),
            Url = url,
            Headers = headers,
            Body = ReadBody(context, fields),
            FollowsRedirects = fields.Flag("enable_redirect"),
            Timeout = fields.Duration("timeout") ?? access.DefaultTimeout,
            Retries = Math.Min(fields.Count("max_retry_attempts"), access.MaxRetries),
            Tls = new TlsSettingsReader(fields, access).Read(headers.GetValueOrDefault("Host")),
        };
    }

    /// <summary>Refuses what is not one of the allowed destinations.</summary>
    /// <exception cref="HttpSendException">It is not.</exception>
    internal static void CheckDestination(NetworkAccess access, Uri url)
    {
        if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
        {
            throw new HttpSendException($"unsupported protocol scheme {GoText.Quote(url.Scheme)}");
        }

        if (!access.Allows(HostOf(url), url.Port))
        {
            throw new HttpSendException($"unallowed host: {HostOf(url)}");
        }
    }

    /// <summary>The host as it is looked up: in ASCII, IPv6 without brackets.</summary>
    internal static string HostOf(Uri url) => url.IdnHost;

    private static Uri ReadUrl(NetworkAccess access, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            throw new HttpSendException($"parse {GoText.Quote(text)}: invalid URL");
        }

        CheckDestination(access, url);
        return url;
    }

    private static string ReadMethod(string text)
    {
        var method = text.Length == 0 ? "GET" : text.ToUpperInvariant();
        return IsToken(method) ? method : throw new HttpSendException($"net/http: invalid method {GoText.Quote(method)}");
    }

    private static Dictionary<string, string> ReadHeaders(RegoValue value)
    {
        var headers = new Dictionary<string, string>();
        if (!value.IsDefined)
        {
            return headers;
        }

        foreach (var (key, content) in value as RegoObject ?? throw new HttpSendException("invalid type for headers key"))
        {
            var name = key is RegoString text && IsToken(text.Value)
                ? text.Value
                : throw new HttpSendException($"net/http: invalid header field name {key}");
            headers[Canonical(name)] = content is RegoString line
                ? CheckedLine(name, line.Value)
                : throw new HttpSendException($"invalid type for headers value {GoText.Quote(content.ToString())}");
        }

        return headers;
    }

    private static string CheckedLine(string name, string line) =>
        line.Any(c => c < ' ' && c != '\t') || line.Contains('\u007f', StringComparison.Ordinal)
            ? throw new HttpSendException($"net/http: invalid header field value for {GoText.Quote(name)}")
            : line;

    private static bool IsToken(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || TokenMarks.Contains(c, StringComparison.Ordinal));

    /// <summary>A header's name as Go writes it: <c>Content-Type</c>.</summary>
    private static string Canonical(string name) =>
        string.Join('-', name.Split('-').Select(part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..].ToLowerInvariant()));

    private static byte[] ReadBody(BuiltinContext context, HttpRequestFields fields) =>
        fields["raw_body"].IsDefined ? GoText.ToBytes(fields.Text("raw_body"))
        : fields["body"] is { IsDefined: true } body ? GoText.ToBytes(GoJson.Write(context, body))
        : [];
}
