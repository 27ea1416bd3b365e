using System.Text.Json;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Live;

/// <summary>Holds the smaller verbs of <c>gatectl policy</c> to what OPA answers.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class MiscCommandLineTests
{
    private static readonly LiveSuite Suite = new("misc");

    [TestCaseSource(nameof(Cases))]
    public async Task Verb_OfTheRecord_AnswersAsOpa(LiveCase @case) => Suite.Verify(@case, await FailureOf(@case));

    private static IEnumerable<TestCaseData> Cases() => Suite.Cases();

    private static async Task<string?> FailureOf(LiveCase @case)
    {
        using var directory = @case.Unpack();
        var run = await CommandRun.RunWithInputAsync(directory.Path, @case.Text("stdin") ?? string.Empty, ["policy", .. @case.Texts("args")]);
        var ours = CommandAnswer.Of(run);
        if (@case.Json.GetProperty("want").TryGetProperty("json_without_builtins", out var inspected))
        {
            return ours.ExitCode != 0 ? $"exit code {ours.ExitCode}: {ours.Error}" : InspectionDifference(@case, inspected, run.Out);
        }

        var recorded = CommandAnswer.Recorded(@case).Select(text => text.Replace("for \"opa\"", "for \"gatectl policy\"", StringComparison.Ordinal));
        if (recorded.Out?.Contains("\nUsage:\n  opa", StringComparison.Ordinal) == true)
        {
            return recorded.ExitCode == ours.ExitCode && ours.Out!.Contains("Usage:", StringComparison.Ordinal) ? null : $"exit code {ours.ExitCode}: {ours.Out}{ours.Error}";
        }

        return (recorded with { Out = null, Error = null }).DifferenceOf(ours, inAnyOrder: false) ?? (AreEqualJson(recorded.Out, ours.Out) || AreEqualJson(recorded.Error, ours.Error)
            ? null
            : recorded.DifferenceOf(ours, inAnyOrder: @case.Text("order") == "any"));
    }

    private static bool AreEqualJson(string? recorded, string? ours) =>
        recorded is ['{', ..] && ours is ['{', ..] && JsonDifference.Of(JsonDocument.Parse(recorded).RootElement, JsonDocument.Parse(ours).RootElement) is null;

    /// <summary>The list of built-in functions is recorded by name, apart from the rest.</summary>
    private static string? InspectionDifference(LiveCase @case, JsonElement recorded, string ours)
    {
        var tree = System.Text.Json.Nodes.JsonNode.Parse(ours)!;
        string[] builtins = [];
        if (tree["capabilities"]?["builtins"] is System.Text.Json.Nodes.JsonArray list)
        {
            builtins = [.. list.Select(builtin => builtin!["name"]!.GetValue<string>())];
            tree["capabilities"]!.AsObject().Remove("builtins");
        }

        var names = @case.Json.GetProperty("want").GetProperty("capability_builtins").EnumerateArray().Select(name => name.GetString()!).ToArray();
        return JsonDifference.Of(recorded, JsonSerializer.SerializeToElement(tree))
            ?? (names.SequenceEqual(builtins) ? null : $"built-ins: ours {string.Join(' ', builtins)}, OPA {string.Join(' ', names)}");
    }
}
