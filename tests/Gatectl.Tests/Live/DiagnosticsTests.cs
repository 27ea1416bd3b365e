using System.Text.Json;
using Gatectl.Policies;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Live;

/// <summary>Holds <c>gatectl policy check</c> to what <c>opa check</c> finds wrong.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class DiagnosticsTests
{
    private const string OwnLines = "\t| ";
    private const string OwnHint = "\thint: ";
    private static readonly LiveSuite Suite = new("check");

    [TestCaseSource(nameof(Cases))]
    public async Task Modules_OfTheRecord_AreRefusedAsInOpa(LiveCase @case) => Suite.Verify(@case, await FailureOf(@case));

    private static IEnumerable<TestCaseData> Cases() => Suite.Cases();

    private static async Task<string?> FailureOf(LiveCase @case)
    {
        using var directory = @case.Unpack();
        var json = await CheckAsync(@case, directory, "--format", "json");
        if (Difference("exit code", @case.Json.GetProperty("exit").GetInt32().ToString(), json.ExitCode.ToString()) is { } difference)
        {
            return difference + json.Error;
        }

        return @case.Json.GetProperty("want").ValueKind == JsonValueKind.Null
            ? null
            : ErrorDifference(@case.Json.GetProperty("want"), ErrorsOf(json)) ?? await PrettyDifferenceAsync(@case, directory);
    }

    /// <summary>The printed form: ours shows characters that a terminal would obey as code points.</summary>
    private static async Task<string?> PrettyDifferenceAsync(LiveCase @case, TemporaryDirectory directory) =>
        @case.Text("pretty") is { } pretty
            ? LineDifference(PolicyText.Escape(pretty), WithoutOwnLines((await CheckAsync(@case, directory)).Error))
            : null;

    private static Task<CommandRun> CheckAsync(LiveCase @case, TemporaryDirectory directory, params string[] flags) =>
        CommandRun.RunAsync(directory.Path, ["policy", "check", .. flags, .. @case.Texts("flags"), .. @case.Texts("paths")]);

    private static JsonElement[] ErrorsOf(CommandRun run) =>
        run.Error.Length == 0 ? [] : [.. JsonDocument.Parse(run.Error).RootElement.GetProperty("errors").EnumerateArray()];

    private static string? ErrorDifference(JsonElement recorded, JsonElement[] ours)
    {
        var theirs = recorded.EnumerateArray().ToArray();
        for (var i = 0; i < Math.Max(theirs.Length, ours.Length); i++)
        {
            var (expected, actual) = (i < theirs.Length ? Head(theirs[i], theirs[i]) : "none", i < ours.Length ? Head(ours[i], Place(ours[i])) : "none");
            if (Difference($"error {i + 1}", expected, actual) is { } difference)
            {
                return difference;
            }

            if (DetailDifference(theirs[i], ours[i]) is { } details)
            {
                return $"error {i + 1}: {details}";
            }
        }

        return null;
    }

    private static JsonElement Place(JsonElement error) => error.TryGetProperty("location", out var place) ? place : error;

    private static string Head(JsonElement error, JsonElement place) =>
        $"{Member(place, "file")}:{Member(place, "row")}:{Member(place, "col")}: {Member(error, "code")}: {Member(error, "message")}";

    private static string Member(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : string.Empty;

    private static string? DetailDifference(JsonElement recorded, JsonElement ours) =>
        (recorded.TryGetProperty("details", out var theirs), ours.TryGetProperty("details", out var own)) switch
        {
            (true, true) => JsonDifference.Of(theirs, own, "details"),
            (false, false) => null,
            (true, false) => $"no details, OPA: {theirs}",
            (false, true) => $"details {own}, OPA: none",
        };

    private static string WithoutOwnLines(string text) => string.Join('\n', text.Split('\n').Where(line =>
        !line.StartsWith(OwnLines, StringComparison.Ordinal) && !line.StartsWith(OwnHint, StringComparison.Ordinal)));

    private static string? LineDifference(string recorded, string ours)
    {
        var (theirs, own) = (recorded.Split('\n'), ours.Split('\n'));
        for (var i = 0; i < Math.Max(theirs.Length, own.Length); i++)
        {
            if (Difference($"printed line {i + 1}", theirs.ElementAtOrDefault(i) ?? "none", own.ElementAtOrDefault(i) ?? "none") is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private static string? Difference(string what, string recorded, string ours) => recorded == ours ? null : $"{what}:\n  ours {ours}\n  OPA  {recorded}\n";
}
