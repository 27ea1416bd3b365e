using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Contract.Approvals;

/// <summary>The obligation of calls that change something, which gatekeeper and deployer know: approvals, before anything runs.</summary>
/// <param name="Rules">What is asked for; empty for no approvals.</param>
/// <param name="ExpiresAfter">How long after the request approvals are taken; null for no bound.</param>
public sealed partial record ApprovalObligation(IReadOnlyList<ApprovalRule> Rules, TimeSpan? ExpiresAfter)
{
    /// <summary>What is understood, in words.</summary>
    public const string Form = "known is {\"approvals\": {\"rules\": [{\"count\": 1 to 100, \"from\": [1 to 64 names]}, 1 to 64 of them], \"expires_after\": such as \"24h\" (may be left out)}}";

    private const int MaxRules = 64;
    private const int MaxCount = 100;
    private const int MaxNames = 64;
    private const int MaxNameLength = 256;
    private const int MaxAgeLength = 64;
    private const long MaxSeconds = 366L * 24 * 3600;

    /// <summary>No approvals.</summary>
    public static ApprovalObligation None { get; } = new([], null);

    /// <summary>Reads obligations; null where they hold anything that is not known, which must not be passed over.</summary>
    /// <param name="json">A JSON object.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static ApprovalObligation? TryParse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || root.EnumerateObject().Any(member => member.Name != "approvals"))
        {
            return null;
        }

        return root.TryGetProperty("approvals", out var approvals) ? FromApprovals(approvals) : None;
    }

    private static ApprovalObligation? FromApprovals(JsonElement approvals)
    {
        if (approvals.ValueKind != JsonValueKind.Object
            || approvals.EnumerateObject().Any(member => member.Name is not ("rules" or "expires_after"))
            || !approvals.TryGetProperty("rules", out var rules)
            || rules.ValueKind != JsonValueKind.Array || rules.GetArrayLength() is 0 or > MaxRules)
        {
            return null;
        }

        List<ApprovalRule?> read = [.. rules.EnumerateArray().Select(FromRule)];
        TimeSpan? expiresAfter = null;
        if (approvals.TryGetProperty("expires_after", out var age))
        {
            expiresAfter = FromAge(age);
            if (expiresAfter is null)
            {
                return null;
            }
        }

        return read.Contains(null) ? null : new([.. read.Select(rule => rule!)], expiresAfter);
    }

    private static ApprovalRule? FromRule(JsonElement rule)
    {
        if (rule.ValueKind != JsonValueKind.Object
            || rule.EnumerateObject().Any(member => member.Name is not ("count" or "from"))
            || !rule.TryGetProperty("count", out var count) || count.ValueKind != JsonValueKind.Number
            || !count.TryGetInt32(out var number) || number is < 1 or > MaxCount
            || !rule.TryGetProperty("from", out var from)
            || from.ValueKind != JsonValueKind.Array || from.GetArrayLength() is 0 or > MaxNames)
        {
            return null;
        }

        var areNames = from.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String && name.GetString() is { Length: > 0 and <= MaxNameLength });
        return areNames ? new(number, [.. from.EnumerateArray().Select(name => name.GetString()!)]) : null;
    }

    private static TimeSpan? FromAge(JsonElement age) =>
        age.ValueKind == JsonValueKind.String && age.GetString() is { Length: <= MaxAgeLength } text && Age().Match(text) is { Success: true } match
            && SecondsOf(match) is > 0 and <= MaxSeconds and var seconds
            ? TimeSpan.FromSeconds((double)seconds)
            : null;

    private static decimal SecondsOf(Match age)
    {
        decimal seconds = 0;
        for (var i = 0; i < age.Groups["number"].Captures.Count; i++)
        {
            var unit = age.Groups["unit"].Captures[i].Value switch { "h" => 3600, "m" => 60, "s" => 1, "ms" => 0.001m, "us" => 0.000001m, _ => 0.000000001m };
            seconds += decimal.Parse(age.Groups["number"].Captures[i].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * unit;
        }

        return seconds;
    }

    // As the checks of the policies' data have it.
    [GeneratedRegex("^((?<number>[0-9]{1,15}(\\.[0-9]{1,9})?)(?<unit>h|m|s|ms|us|ns))+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Age();
}
