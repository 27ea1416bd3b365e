using System.Globalization;
using Rego.Networking;

namespace Rego.Builtins.Http;

/// <summary>How long an answer says that it may be kept (RFC 9111, as far as OPA reads it).</summary>
internal static class HttpFreshness
{
    /// <summary>When the answer becomes stale; null where it may not be kept at all.</summary>
    internal static DateTimeOffset? ExpiryOf(HttpReply reply)
    {
        var directives = Directives(reply.Header("cache-control") ?? string.Empty);
        if (directives.ContainsKey("no-store"))
        {
            return null;
        }

        if (!directives.TryGetValue("max-age", out var age))
        {
            return DateOf(reply.Header("expires")) ?? DateTimeOffset.MinValue;
        }

        return uint.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && DateOf(reply.Header("date")) is { } date
            ? date.AddSeconds(Math.Min(seconds, int.MaxValue))
            : null;
    }

    private static Dictionary<string, string> Directives(string header)
    {
        var directives = new Dictionary<string, string>();
        foreach (var part in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.Split('=') switch
            {
                [var only] => (only, string.Empty),
                [var left, var right] => (left.Trim(), right),
                _ => (string.Empty, string.Empty),
            };
            directives[name] = value;
        }

        return directives;
    }

    private static DateTimeOffset? DateOf(string? text) =>
        DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
