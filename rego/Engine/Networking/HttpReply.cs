namespace Rego.Networking;

/// <summary>A server's answer. Headers are by their names in small letters.</summary>
internal sealed record HttpReply(int StatusCode, string Status, IReadOnlyDictionary<string, string[]> Headers, byte[] Body)
{
    /// <summary>The first value of a header, or null.</summary>
    internal string? Header(string name) => Headers.TryGetValue(name, out var values) && values.Length > 0 ? values[0] : null;

    /// <summary>Whether the status is one that caches may keep (RFC 9110, section 15.1), as OPA lists them.</summary>
    internal bool HasCacheableStatus => StatusCode is 200 or 203 or 204 or 206 or 300 or 301 or 404 or 405 or 410 or 414 or 501;
}
