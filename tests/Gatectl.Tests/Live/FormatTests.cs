using System.Text;
using Gatectl.Tests.Support;
using Rego;
using Rego.Tooling.Formatting;

namespace Gatectl.Tests.Live;

/// <summary>Holds <c>gatectl policy fmt</c> to what <c>opa fmt</c> writes, byte for byte.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class FormatTests
{
    private static readonly LiveSuite Suite = new("fmt");

    [TestCaseSource(nameof(Modules))]
    public async Task Module_OfTheRecord_IsFormattedAsInOpa(LiveCase @case) => Suite.Verify(@case, await FailureOfModuleAsync(@case));

    [TestCaseSource(nameof(CommandLines))]
    public async Task CommandLine_OfTheRecord_AnswersAsOpa(LiveCase @case) => Suite.Verify(@case, await FailureOfCommandLineAsync(@case));

    private static IEnumerable<TestCaseData> Modules() => Suite.Cases(@case => @case.Has("source"));

    private static IEnumerable<TestCaseData> CommandLines() => Suite.Cases(@case => @case.Has("args"));

    private static async Task<string?> FailureOfModuleAsync(LiveCase @case)
    {
        using var directory = new TemporaryDirectory();
        directory.File("policy.rego", @case.Text("source")!);
        var run = await CommandRun.RunAsync(directory.Path, ["policy", "fmt", .. @case.Texts("flags"), "policy.rego"]);
        if (@case.Text("want") is not { } want)
        {
            var recorded = new CommandAnswer(@case.Json.GetProperty("exit").GetInt32(), @case.Text("stdout"), @case.Text("stderr"));
            return recorded.DifferenceOf(CommandAnswer.Of(run), inAnyOrder: false);
        }

        var again = @case.Text("again") ?? want;
        return run.Out == again
            ? UnstableOf(again)
            : new CommandAnswer(0, want, string.Empty).DifferenceOf(CommandAnswer.Of(run), inAnyOrder: false) ?? UnstableOf(again);
    }

    /// <summary>Formatting what OPA wrote changes nothing.</summary>
    private static string? UnstableOf(string formatted)
    {
        var again = RegoFormatter.Format(new RegoSource("policy.rego", formatted)).Text;
        return again == formatted ? null : $"formatted again, it changes to:\n{again}";
    }

    private static async Task<string?> FailureOfCommandLineAsync(LiveCase @case)
    {
        using var directory = @case.Unpack();
        var run = await CommandRun.RunWithInputAsync(directory.Path, @case.Text("stdin") ?? string.Empty, ["policy", .. @case.Texts("args")]);
        var want = @case.Json.GetProperty("want");
        return CommandAnswer.Recorded(@case).DifferenceOf(WithColours(@case, CommandAnswer.Of(run)), inAnyOrder: false)
            ?? want.GetProperty("written").EnumerateObject().Select(file => DifferenceOf(directory, file.Name, file.Value.GetString()!)).FirstOrDefault(failure => failure is not null)
            ?? UnexpectedChange(@case, directory);
    }

    /// <summary>Of a difference between texts it is compared only whether there is one.</summary>
    private static CommandAnswer WithColours(LiveCase @case, CommandAnswer ours)
    {
        var isDifference = @case.Texts("args").Any(argument => argument is "-d" or "--diff") && !@case.Has("stdin");
        return isDifference && ours.Out!.Length > 0 ? ours with { Out = CommandAnswer.Recorded(@case).Out } : ours;
    }

    private static string? DifferenceOf(TemporaryDirectory directory, string name, string want)
    {
        var ours = File.ReadAllText(Path.Combine(directory.Path, name), Encoding.UTF8);
        return ours == want ? null : $"{name}:\n  ours {ours}\n  OPA  {want}";
    }

    private static string? UnexpectedChange(LiveCase @case, TemporaryDirectory directory)
    {
        var written = @case.Json.GetProperty("want").GetProperty("written");
        var kept = @case.Json.GetProperty("files").EnumerateObject().Where(file => !written.TryGetProperty(file.Name, out _));
        return kept.Select(file => DifferenceOf(directory, file.Name, file.Value.GetString()!)).FirstOrDefault(failure => failure is not null);
    }
}
