using System.Buffers;
using System.Text;
using Google.Protobuf.WellKnownTypes;

namespace Gateway.Contract.Validation;

/// <summary>
/// What a single field may hold. Names end up in policies, directories and logs, so their alphabets leave nothing that has a meaning
/// anywhere on the way.
/// </summary>
public static class FieldRules
{
    /// <summary>Stands for all applications or all environments in a list.</summary>
    public const string Wildcard = "-";

    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 63;

    /// <summary>The longest version, in characters.</summary>
    public const int MaxVersionLength = 128;

    /// <summary>The longest page token, in characters.</summary>
    public const int MaxPageTokenLength = 512;

    /// <summary>The longest path of a file in a revision of policies, in bytes.</summary>
    public const int MaxPathBytes = 1024;

    private const long MaxSeconds = 253_402_300_799;

    private const string DigestPrefix = "sha256:";

    private static readonly SearchValues<char> Name = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly SearchValues<char> Version = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-");
    private static readonly SearchValues<char> Key = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-");
    private static readonly SearchValues<char> Base64Url = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    private static readonly SearchValues<char> LowerHexadecimal = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Whether <paramref name="text"/> names an application or an environment: <c>[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?</c>.</summary>
    public static bool IsName(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxNameLength && !text.ContainsAnyExcept(Name) && text[0] != '-' && text[^1] != '-';

    /// <summary>Whether <paramref name="text"/> is a version: <c>[A-Za-z0-9][A-Za-z0-9._+-]{0,127}</c>.</summary>
    public static bool IsVersion(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxVersionLength && !text.ContainsAnyExcept(Version) && char.IsAsciiLetterOrDigit(text[0]);

    /// <summary>Whether <paramref name="text"/> has the form of a deployment's id, which is that of a name.</summary>
    public static bool IsDeploymentId(ReadOnlySpan<char> text) => IsName(text);

    /// <summary>Whether <paramref name="text"/> is <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
    public static bool IsDigest(ReadOnlySpan<char> text) =>
        text.Length == DigestPrefix.Length + 64
        && text.StartsWith(DigestPrefix, StringComparison.Ordinal)
        && !text[DigestPrefix.Length..].ContainsAnyExcept(LowerHexadecimal);

    /// <summary>
    /// Whether <paramref name="text"/> is a UUID in the form of RFC 9562: hexadecimal digits of either case, with hyphens. Two that differ in
    /// case only are the same: compare what <see cref="FoldUuid"/> makes of them.
    /// </summary>
    public static bool IsUuid(ReadOnlySpan<char> text)
    {
        if (text.Length != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
        {
            return false;
        }

        return IsHexadecimal(text[..8]) && IsHexadecimal(text[9..13]) && IsHexadecimal(text[14..18])
            && IsHexadecimal(text[19..23]) && IsHexadecimal(text[24..]);
    }

    /// <summary>Whether <paramref name="text"/> is a UUID in its canonical spelling, in lower case.</summary>
    public static bool IsCanonicalUuid(string text) => IsUuid(text) && FoldUuid(text) == text;

    /// <summary>The canonical spelling of a UUID: its digits in lower case. What is none comes back with its ASCII letters in lower case.</summary>
    public static string FoldUuid(string text) => text.AsSpan().ContainsAnyInRange('A', 'Z') ? text.ToLowerInvariant() : text;

    /// <summary>Whether <paramref name="text"/> can be the key of an annotation: letters, digits and <c>._/-</c>, the ends a letter or digit.</summary>
    public static bool IsAnnotationKey(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxNameLength && !text.ContainsAnyExcept(Key)
        && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1]);

    /// <summary>Whether <paramref name="text"/> can be a page token: empty, or base64url without padding.</summary>
    public static bool IsPageToken(ReadOnlySpan<char> text) => text.Length <= MaxPageTokenLength && !text.ContainsAnyExcept(Base64Url);

    /// <summary>
    /// Whether <paramref name="text"/> is text for people of at most <paramref name="maxBytes"/> bytes of UTF-8: no control characters but
    /// tab and line feed, so that it cannot steer a terminal.
    /// </summary>
    public static bool IsText(string text, int maxBytes)
    {
        if (text.Length > maxBytes || Encoding.UTF8.GetByteCount(text) > maxBytes)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (char.IsControl(c) && c is not ('\n' or '\t'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether <paramref name="text"/> is a path that stays below where it begins: segments between slashes, none of them empty,
    /// <c>.</c> or <c>..</c>, and no control characters.
    /// </summary>
    public static bool IsRelativePath(string text)
    {
        if (text.Length == 0 || !IsText(text, MaxPathBytes) || text.AsSpan().ContainsAny('\n', '\t'))
        {
            return false;
        }

        foreach (var segment in text.AsSpan().Split('/'))
        {
            if (text.AsSpan()[segment] is "" or "." or "..")
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether <paramref name="time"/> is one that every program here can compute with: of the years 1970 to 9999.</summary>
    public static bool IsTime(Timestamp time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return time.Seconds is >= 0 and <= MaxSeconds && time.Nanos is >= 0 and < 1_000_000_000;
    }

    private static bool IsHexadecimal(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Hexadecimal);
}
