using System.Text.Json;

namespace Gateway.Contract.Audit;

/// <summary>What a <c>summary</c> counts, in words.</summary>
internal static class SummaryText
{
    /// <summary>All counts of a summary on one line; null where it has none that can be read.</summary>
    public static string? Read(JsonElement record)
    {
        var counts = CountsOf(record, "refusals").Select(Refusals).Concat(CountsOf(record, "limited").Select(Limited));
        return string.Join("; ", counts) is { Length: > 0 } text ? text : null;
    }

    private static IEnumerable<JsonElement> CountsOf(JsonElement record, string name) =>
        RecordJson.Member(record, name) is { ValueKind: JsonValueKind.Array } counts ? counts.EnumerateArray() : [];

    private static string Refusals(JsonElement count) =>
        $"{CountOf(count)} of {RecordJson.Text(count, "reason")} at {RecordJson.Text(count, "door") ?? RecordJson.Text(count, "method")} have no record of their own";

    private static string Limited(JsonElement count) => RecordJson.Boolean(count, "others") == true
        ? $"{CountOf(count)} of others were not decided"
        : $"{CountOf(count)} to {RecordJson.Text(count, "action")} {RecordJson.Text(count, "application")} in {RecordJson.Text(count, "environment")} by {RecordJson.Text(count, "subject")} were not decided, since too many were denied";

    private static string CountOf(JsonElement count) => RecordJson.Member(count, "count") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : "?";
}
