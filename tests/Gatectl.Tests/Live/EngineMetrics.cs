using System.Text.RegularExpressions;

namespace Gatectl.Tests.Live;

/// <summary>
/// Takes out the metrics that tell of one engine's inside: its counters and histograms, and the timer of its store's look-ups.
/// An engine of another make has others.
/// </summary>
internal static partial class EngineMetrics
{
    internal static string Remove(string text) => InTable().Replace(InJson().Replace(text, string.Empty), string.Empty);

    [GeneratedRegex("^    \"(counter_|histogram_|timer_(?!rego_)|timer_rego_external_resolve)[^\"]*\": (\\{\n( {6}.*\n)*? {4}\\}|\"<number>\"),?\n", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InJson();

    [GeneratedRegex("^│ (counter_|histogram_|timer_(?!rego_)|timer_rego_external_resolve).*\n", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InTable();
}
