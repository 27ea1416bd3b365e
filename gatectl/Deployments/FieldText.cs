using Deploy.V1;

namespace Gatectl.Deployments;

/// <summary>Values of messages in words, for people. The texts in them are not escaped yet.</summary>
internal static class FieldText
{
    /// <summary>A release by its version and digest, else by the name that the target has for it; empty where there is none.</summary>
    public static string Of(Release? release) => release switch
    {
        null => "",
        { Version: "", Digest: "" } => release.Name.Length > 0 ? $"release {release.Name}, of no known version" : "",
        _ => $"{release.Version} {release.Digest}".Trim(),
    };

    /// <summary>What one rule asks for, and how much of it is there.</summary>
    public static string Of(ApprovalsNeeded needed) => $"{needed.Count} of {string.Join(" or ", needed.From)}; {needed.Given} given";

    /// <summary>What would be changed, and how.</summary>
    public static string Of(PlannedChange change) => $"{NameOf(change.Kind),-8} {change.Name}";

    /// <summary>How much a plan changes, for example <c>2 added, 1 removed</c>.</summary>
    public static string Summary(Plan plan)
    {
        List<string> parts = [.. plan.Changes.GroupBy(change => change.Kind).OrderBy(kind => kind.Key).Select(kind => $"{kind.Count()} {NameOf(kind.Key)}")];
        if (plan.Omitted > 0)
        {
            parts.Add($"{plan.Omitted} more that are not listed");
        }

        return parts.Count == 0 ? "no change" : string.Join(", ", parts);
    }

    private static string NameOf(PlannedChange.Types.Kind kind) => kind switch
    {
        PlannedChange.Types.Kind.Added => "added",
        PlannedChange.Types.Kind.Changed => "changed",
        PlannedChange.Types.Kind.Removed => "removed",
        _ => "affected",
    };
}
