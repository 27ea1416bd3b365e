using Rego.Tests.Tracing;
using Rego.Tooling.Conformance;
using Rego.Tracing;

namespace Rego.Tests.Conformance;

/// <summary>
/// The cases that stand in <c>Conformance/real</c>, each evaluated plainly and observed. They have the form of OPA's suite; any
/// file put there is run. What is known not to pass stands in <c>known-gaps.json</c>.
/// </summary>
[Parallelizable(ParallelScope.Children)]
public sealed class RealCaseTests
{
    private const int MaxEvents = 200_000;

    private static readonly ConformanceRunner Plain = new();
    private static readonly KnownGaps Gaps = KnownGaps.Load();

    private static readonly ConformanceRunner Observed =
        new(Traced.Compilation with { AllowDataConflicts = true }, newTracer: () => new BufferTracer(MaxEvents));

    [TestCaseSource(nameof(Cases), new object[] { "plain" })]
    public void Case_Plain_ComesOutAsInOpa(ConformanceCase @case) => AssertComesOut(Plain, @case);

    [TestCaseSource(nameof(Cases), new object[] { "observed" })]
    public void Case_Observed_ComesOutAsInOpa(ConformanceCase @case) => AssertComesOut(Observed, @case);

    private static void AssertComesOut(ConformanceRunner runner, ConformanceCase @case)
    {
        var outcome = runner.Run(@case);
        if (Gaps.ReasonFor(@case) is { } reason)
        {
            Assert.That(outcome.Passed, Is.False, $"the case passes: take it out of known-gaps.json ({reason})");
            return;
        }

        Assert.That(outcome.Failure, Is.Null);
    }

    private static IEnumerable<TestCaseData> Cases(string manner) =>
        ConformanceSuite.Load(Path.Combine(TestContext.CurrentContext.TestDirectory, "Conformance", "real"))
            .Select(@case => new TestCaseData(@case).SetName($"{@case.Category}: {@case.Note} ({manner})"));
}
