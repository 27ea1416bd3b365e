using System.Text.Json;
using Gatectl.Tests.Support;
using Rego;
using Rego.Errors;
using Rego.Options;
using Rego.Values;

namespace Gatectl.Tests.Live;

/// <summary>Holds <c>rego.parse_module</c> and <c>gatectl policy parse</c> to the trees that OPA gives.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class ParseTests
{
    private const string FileName = "policy.rego";
    private static readonly LiveSuite Suite = new("parse");

    [TestCaseSource(nameof(Cases))]
    public async Task Module_OfTheRecord_HasTheTreeOfOpa(LiveCase @case) => Suite.Verify(@case, await FailureOf(@case));

    private static IEnumerable<TestCaseData> Cases() => Suite.Cases();

    private static async Task<string?> FailureOf(LiveCase @case)
    {
        using var directory = new TemporaryDirectory();
        directory.File(FileName, @case.Text("source")!);
        return @case.Json.GetProperty("exit").GetInt32() == 0
            ? BuiltinDifference(@case, "ast") ?? await AcceptedDifferenceAsync(@case, directory.Path)
            : RefusedBuiltinDifference(@case) ?? await RefusedDifferenceAsync(@case, directory.Path);
    }

    private static async Task<string?> AcceptedDifferenceAsync(LiveCase @case, string directory)
    {
        var plain = await ParseAsync(directory, "--format", "json");
        var located = await ParseAsync(directory, "--format", "json", "--json-include", "locations,comments");
        var pretty = await ParseAsync(directory);
        return TreeDifference(@case, "ast", plain)
            ?? TreeDifference(@case, "with_locations", located)
            ?? TextDifference("pretty", @case.Text("pretty")!, pretty);
    }

    private static async Task<string?> RefusedDifferenceAsync(LiveCase @case, string directory)
    {
        foreach (var format in new[] { "json", "pretty" })
        {
            var run = await ParseAsync(directory, "--format", format);
            var recorded = JsonDocument.Parse(@case.Text("stderr")!).RootElement;
            if (run.ExitCode != @case.Json.GetProperty("exit").GetInt32() || run.Out.Length > 0)
            {
                return $"{format}: exit code {run.ExitCode}, output {run.Out}";
            }

            if (TreeDifference($"{format}, errors", recorded, JsonDocument.Parse(run.Error).RootElement) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private static Task<CommandRun> ParseAsync(string directory, params string[] flags) =>
        CommandRun.RunAsync(directory, ["policy", "parse", .. flags, FileName]);

    private static string? TreeDifference(LiveCase @case, string member, CommandRun run) => run.ExitCode == 0
        ? TreeDifference(member, @case.Json.GetProperty(member), JsonDocument.Parse(run.Out).RootElement)
        : $"{member}: exit code {run.ExitCode}: {run.Error}";

    private static string? TreeDifference(string what, JsonElement recorded, JsonElement ours) =>
        JsonDifference.Of(recorded, ours) is { } difference ? $"{what}: {difference}" : null;

    private static string? TextDifference(string what, string recorded, CommandRun run)
    {
        if (recorded == run.Out)
        {
            return null;
        }

        var (theirs, ours) = (recorded.Split('\n'), run.Out.Split('\n'));
        var row = theirs.Zip(ours).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"{what}, line {row + 1}: ours |{ours.ElementAtOrDefault(row)}|, OPA |{theirs.ElementAtOrDefault(row)}|";
    }

    private static string? BuiltinDifference(LiveCase @case, string member)
    {
        var tree = Ask(@case, "rego.parse_module(input.name, input.source)");
        return tree.IsDefined
            ? TreeDifference("rego.parse_module", @case.Json.GetProperty(member), JsonDocument.Parse(tree.ToJson()).RootElement)
            : "rego.parse_module refuses the module";
    }

    /// <summary>What <c>opa parse</c> says of each error is in the text of the built-in function's.</summary>
    private static string? RefusedBuiltinDifference(LiveCase @case)
    {
        try
        {
            Ask(@case, "rego.parse_module(input.name, input.source)");
            return "rego.parse_module takes the module";
        }
        catch (RegoEvaluationException failure) when (failure.Code == "eval_builtin_error")
        {
            var errors = JsonDocument.Parse(@case.Text("stderr")!).RootElement.GetProperty("errors").EnumerateArray()
                .Where(error => error.TryGetProperty("code", out _))
                .Select(error => $"{error.GetProperty("code").GetString()}: {error.GetProperty("message").GetString()}");
            return errors.FirstOrDefault(error => !failure.Message.Contains(error, StringComparison.Ordinal)) is { } missing
                ? $"rego.parse_module: {failure.Message}, without {missing}"
                : null;
        }
    }

    private static RegoValue Ask(LiveCase @case, string query) =>
        new RegoCompiler().Compile([]).GetPolicyOrThrow().Prepare(query).Evaluate(
            RegoObject.From(("name", RegoString.From(FileName)), ("source", RegoString.From(@case.Text("source")!))),
            new EvaluationOptions { Limits = EvaluationLimits.Default, StrictBuiltinErrors = true });
}
