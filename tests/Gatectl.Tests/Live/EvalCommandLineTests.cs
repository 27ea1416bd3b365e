using Gatectl.Tests.Support;

namespace Gatectl.Tests.Live;

/// <summary>Holds <c>gatectl policy eval</c> to what <c>opa eval</c> answers.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class EvalCommandLineTests
{
    private static readonly LiveSuite Suite = new("eval");

    [TestCaseSource(nameof(Cases))]
    public async Task Eval_OfTheRecord_AnswersAsOpa(LiveCase @case) => Suite.Verify(@case, await FailureOf(@case));

    private static IEnumerable<TestCaseData> Cases() => Suite.Cases();

    private static async Task<string?> FailureOf(LiveCase @case)
    {
        using var directory = @case.Unpack();
        var run = await CommandRun.RunWithInputAsync(directory.Path, @case.Text("stdin") ?? string.Empty, ["policy", .. @case.Texts("args")]);
        var (recorded, ours) = (CommandAnswer.Recorded(@case).Select(TraceLines.Mask), CommandAnswer.Of(run).Select(TraceLines.Mask));
        if (@case.Text("numbers") == "masked")
        {
            (recorded, ours) = (recorded.Select(Comparable), ours.Select(Comparable));
        }

        return recorded.DifferenceOf(ours, inAnyOrder: @case.Text("order") == "any");
    }

    private static string Comparable(string text) => MeasuredNumbers.SortProfile(EngineMetrics.Remove(MeasuredNumbers.Mask(text)));
}
