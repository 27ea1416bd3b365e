using System.Buffers;
using System.Collections.Frozen;

namespace Gatekeeper.Calls;

/// <summary>What the headers of an acceptable request look like. Answers what is wrong, in words that repeat nothing of the caller's.</summary>
internal static class HeaderRules
{
    // Only these may stand more than once: they are lists by their definition, or each proxy on the way adds one of its own, and nothing is
    // decided by them.
    private static readonly FrozenSet<string> Lists = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Cache-Control", "Connection", "Cookie", "Forwarded",
        "grpc-accept-encoding", "Keep-Alive", "Pragma", "TE", "Trailer", "tracestate", "baggage", "Via", "Warning",
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Request-Id", "X-Correlation-Id", "X-Amzn-Trace-Id");

    // These decide something here, so a list of values in one of them is as ambiguous as the header twice.
    private static readonly FrozenSet<string> SingleValues = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Authorization", "Content-Type", "Content-Encoding", "Transfer-Encoding", "Host", "grpc-encoding", "grpc-timeout");

    private static readonly FrozenSet<string> OfConnections = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade");

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>What is wrong with the headers, or <c>null</c>.</summary>
    public static string? Check(HttpRequest request)
    {
        // The library compares methods without regard to case; two programs may not (RFC 9110, section 9.1).
        if (request.Method.AsSpan().ContainsAnyInRange('a', 'z'))
        {
            return "The method is not in capitals.";
        }

        var headers = request.Headers;
        foreach (var (name, values) in headers)
        {
            if (values.Count > 1 && !Lists.Contains(name))
            {
                return "A header that has one value is there more than once.";
            }

            if (name.Contains('_', StringComparison.Ordinal) && HasTwin(headers, name))
            {
                return "A header's name is there with an underscore and with a hyphen.";
            }
        }

        return CheckSingleValues(headers) ?? CheckFraming(request) ?? (HttpProtocol.IsHttp2(request.Protocol) ? CheckFields(headers) : null);
    }

    // What HTTP/1.1 has no way to say or the server checks there (RFC 9113, sections 8.2.1 and 8.2.2).
    private static string? CheckFields(IHeaderDictionary headers)
    {
        // What is left of it is another than :authority (Hosting/HostEncoding.cs).
        if (headers.Host.ToString().Length > 0)
        {
            return "Host is not the request's :authority.";
        }

        foreach (var (name, _) in headers)
        {
            if (name.AsSpan().ContainsAnyExcept(TokenCharacters))
            {
                return "A header's name has characters that no name has.";
            }

            if (OfConnections.Contains(name))
            {
                return "A header that concerns a connection of HTTP/1.1 is there.";
            }
        }

        return headers.TE.Count > 0 && !headers.TE.ToString().Equals("trailers", StringComparison.OrdinalIgnoreCase) ? "TE says something else than trailers." : null;
    }

    private static string? CheckSingleValues(IHeaderDictionary headers)
    {
        var isList = HasComma(headers.Authorization) || HasComma(headers.ContentType) || HasComma(headers.ContentEncoding)
            || HasComma(headers.TransferEncoding) || HasComma(headers.Host) || HasComma(headers.GrpcEncoding) || HasComma(headers.GrpcTimeout);
        return isList ? "A header that has one value holds a list." : null;
    }

    // Kestrel reads chunks where a length is given too, and keeps the length under this name.
    private static string? CheckFraming(HttpRequest request)
    {
        var headers = request.Headers;
        if (headers.ContainsKey("X-Content-Length"))
        {
            return "The request has both a length and a transfer encoding.";
        }

        if (headers.TransferEncoding.Count > 0 && !HttpProtocol.IsHttp11(request.Protocol))
        {
            return "Only HTTP/1.1 has transfer encodings.";
        }

        return null;
    }

    // A name with underscores reads like one with hyphens in many programs: it must not stand beside it, nor in its place where it matters.
    private static bool HasTwin(IHeaderDictionary headers, string name)
    {
        var folded = name.Replace('_', '-');
        foreach (var (other, _) in headers)
        {
            if (!ReferenceEquals(other, name) && other.Replace('_', '-').Equals(folded, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return SingleValues.Contains(folded) || folded.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);
    }

    private static bool HasComma(Microsoft.Extensions.Primitives.StringValues values) =>
        values.Count > 0 && values.ToString().Contains(',', StringComparison.Ordinal);
}
