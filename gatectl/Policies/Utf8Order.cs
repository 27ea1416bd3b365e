namespace Gatectl.Policies;

/// <summary>The order of texts by their UTF-8 bytes, which is that of their code points.</summary>
internal static class Utf8Order
{
    internal static readonly IComparer<string> Comparer = Comparer<string>.Create(Compare);

    private static int Compare(string? left, string? right)
    {
        var (a, b) = (left ?? string.Empty, right ?? string.Empty);
        var at = a.AsSpan().CommonPrefixLength(b);
        if (at == a.Length || at == b.Length)
        {
            return a.Length.CompareTo(b.Length);
        }

        // Surrogates stand below U+E000 as units, and above it as code points.
        return char.IsSurrogate(a[at]) == char.IsSurrogate(b[at]) ? a[at].CompareTo(b[at]) : char.IsSurrogate(a[at]) ? 1 : -1;
    }
}
