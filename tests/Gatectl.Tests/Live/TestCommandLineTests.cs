using Gatectl.Tests.Support;

namespace Gatectl.Tests.Live;

/// <summary>Holds <c>gatectl policy test</c> to what <c>opa test</c> answers.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class TestCommandLineTests
{
    private static readonly LiveSuite Suite = new("test");

    [TestCaseSource(nameof(Cases))]
    public async Task Test_OfTheRecord_AnswersAsOpa(LiveCase @case) => Suite.Verify(@case, await FailureOf(@case));

    private static IEnumerable<TestCaseData> Cases() => Suite.Cases();

    private static async Task<string?> FailureOf(LiveCase @case)
    {
        using var directory = @case.Unpack();
        var run = await CommandRun.RunWithInputAsync(directory.Path, @case.Text("stdin") ?? string.Empty, ["policy", .. @case.Texts("args")]);
        var ours = CommandAnswer.Of(run).Select(text => TraceLines.Mask(MeasuredNumbers.MaskDurations(text)));
        return CommandAnswer.Recorded(@case).Select(TraceLines.Mask).DifferenceOf(ours, inAnyOrder: false);
    }
}
