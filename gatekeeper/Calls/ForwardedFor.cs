using System.Net;
using Microsoft.Extensions.Primitives;

namespace Gatekeeper.Calls;

/// <summary>
/// Reads <c>X-Forwarded-For</c> as a trusted proxy sends it. Each proxy adds at the end whom it has the request from, so of all that stands
/// there only this is believed: from the end, the first address that is not a trusted proxy's. What is before it is whatever the caller wrote.
/// </summary>
internal static class ForwardedFor
{
    private const int MaxAddresses = 32;

    /// <summary>For whom the proxy speaks; null where the header does not say it.</summary>
    public static IPAddress? FindClient(StringValues header, TrustedProxies proxies)
    {
        var addresses = header.ToString().Split(',');
        if (addresses.Length > MaxAddresses)
        {
            return null;
        }

        IPAddress? client = null;
        for (var i = addresses.Length - 1; i >= 0; i--)
        {
            client = TryParse(addresses[i].AsSpan().Trim(' '));
            if (client is null || !proxies.Contains(client))
            {
                return client;
            }
        }

        return client;
    }

    // Some proxies add the port (RFC 7239, section 6, has that form, too).
    private static IPAddress? TryParse(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] == '[')
        {
            var end = text.IndexOf(']');
            return end > 0 && IsPort(text[(end + 1)..]) ? TrustedProxies.TryParseAddress(text[1..end]) : null;
        }

        var colon = text.IndexOf(':');
        return colon > 0 && text[(colon + 1)..].IndexOf(':') < 0 && IsPort(text[colon..])
            ? TrustedProxies.TryParseAddress(text[..colon])
            : TrustedProxies.TryParseAddress(text);
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        text.IsEmpty || (text[0] == ':' && ushort.TryParse(text[1..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _));
}
