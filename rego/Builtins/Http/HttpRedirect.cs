using Rego.Networking;

namespace Rego.Builtins.Http;

/// <summary>The call to which an answer sends a caller on, as browsers and Go's client have it.</summary>
internal static class HttpRedirect
{
    /// <summary>Null where the answer is none.</summary>
    internal static HttpCall? Of(HttpCall call, HttpReply reply)
    {
        if (reply.StatusCode is not (301 or 302 or 303 or 307 or 308)
            || reply.Header("location") is not { Length: > 0 } location
            || !Uri.TryCreate(call.Url, location, out var url))
        {
            return null;
        }

        var keepsBody = reply.StatusCode is 307 or 308;
        var method = keepsBody || call.Method is "GET" or "HEAD" ? call.Method : "GET";
        return call.To(url, method, keepsBody ? call.Body : [], HeadersFor(call, url, keepsBody));
    }

    /// <summary>What is meant for one host is not told to another.</summary>
    private static Dictionary<string, string> HeadersFor(HttpCall call, Uri url, bool keepsBody)
    {
        var isSamePlace = url.IdnHost.Equals(call.Url.IdnHost, StringComparison.OrdinalIgnoreCase) && url.Port == call.Url.Port && url.Scheme == call.Url.Scheme;
        return call.Headers
            .Where(header => isSamePlace || header.Key is not ("Authorization" or "Cookie" or "Cookie2" or "Www-Authenticate" or "Proxy-Authorization" or "Host"))
            .Where(header => keepsBody || !header.Key.StartsWith("Content-", StringComparison.Ordinal))
            .ToDictionary(header => header.Key, header => header.Value);
    }
}
