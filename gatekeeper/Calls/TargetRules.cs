using System.Buffers;

namespace Gatekeeper.Calls;

/// <summary>
/// The one form of a request's target. No name in this product needs escaping, so nothing is ever decoded: what is compared,
/// decided and recorded is what was sent.
/// </summary>
internal static class TargetRules
{
    private const int MaxLength = 2048;

    private static readonly SearchValues<char> PathCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._+:/");

    private static readonly SearchValues<char> QueryCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._=&/");

    /// <summary>Whether <paramref name="target"/> is an absolute path in its shortest form, with or without a plain query.</summary>
    public static bool IsCanonical(ReadOnlySpan<char> target)
    {
        if (target.Length is 0 or > MaxLength)
        {
            return false;
        }

        Split(target, out var path, out var query);
        return IsCanonicalPath(path) && !query.ContainsAnyExcept(QueryCharacters) && (query.Length > 0 || path.Length == target.Length);
    }

    /// <summary>Splits a target at its question mark.</summary>
    public static void Split(ReadOnlySpan<char> target, out ReadOnlySpan<char> path, out ReadOnlySpan<char> query)
    {
        var at = target.IndexOf('?');
        path = at < 0 ? target : target[..at];
        query = at < 0 ? default : target[(at + 1)..];
    }

    private static bool IsCanonicalPath(ReadOnlySpan<char> path)
    {
        if (path.IsEmpty || path[0] != '/' || path.ContainsAnyExcept(PathCharacters))
        {
            return false;
        }

        foreach (var range in path[1..].Split('/'))
        {
            if (path[1..][range] is "" or "." or "..")
            {
                return false;
            }
        }

        return true;
    }
}
