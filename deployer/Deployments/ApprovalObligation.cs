using System.Text.Json;

namespace Deployer.Deployments;

/// <summary>The one obligation that the deployer knows: so many approvals, by people of these groups.</summary>
/// <param name="Count">How many; 0 for none.</param>
/// <param name="Groups">The groups; empty for any.</param>
internal sealed record ApprovalObligation(int Count, IReadOnlyList<string> Groups)
{
    private const int MaxCount = 100;
    private const int MaxGroups = 100;

    /// <summary>Reads a grant's <c>obl</c>; null where it holds anything that is not known here, which must not be passed over.</summary>
    public static ApprovalObligation? TryParse(string obligations)
    {
        using JsonDocument document = JsonDocument.Parse(obligations);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || root.EnumerateObject().Any(p => p.Name != "approvals"))
        {
            return null;
        }

        return root.TryGetProperty("approvals", out JsonElement approvals) ? FromApprovals(approvals) : new(0, []);
    }

    private static ApprovalObligation? FromApprovals(JsonElement approvals)
    {
        if (approvals.ValueKind != JsonValueKind.Object
            || approvals.EnumerateObject().Any(p => p.Name is not ("count" or "groups"))
            || !approvals.TryGetProperty("count", out JsonElement count)
            || count.ValueKind != JsonValueKind.Number || !count.TryGetInt32(out int number) || number is < 0 or > MaxCount)
        {
            return null;
        }

        if (!approvals.TryGetProperty("groups", out JsonElement groups))
        {
            return new(number, []);
        }

        bool areTexts = groups.ValueKind == JsonValueKind.Array && groups.GetArrayLength() <= MaxGroups
            && groups.EnumerateArray().All(g => g.ValueKind == JsonValueKind.String);
        return areTexts ? new(number, [.. groups.EnumerateArray().Select(g => g.GetString()!)]) : null;
    }
}
