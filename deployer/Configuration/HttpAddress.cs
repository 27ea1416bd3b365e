namespace Deployer.Configuration;

/// <summary>The form of addresses of HTTP servers.</summary>
internal static class HttpAddress
{
    /// <summary>Whether <paramref name="text"/> is an http(s) URL without user, query and fragment.</summary>
    public static bool IsValid(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;
}
