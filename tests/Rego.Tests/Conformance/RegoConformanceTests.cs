using Rego.Tooling.Conformance;

namespace Rego.Tests.Conformance;

/// <summary>
/// Cases with OPA's answers, one test each: those recorded under <c>tests/Recorded</c>, and OPA's own suite where it is at hand.
/// <c>REGO_CONFORMANCE</c> names its directories (separated by colons); without it, the one beside the repository is taken. What is
/// known not to pass stands in <c>known-gaps.json</c>, which may only shrink.
/// </summary>
[Parallelizable(ParallelScope.Children)]
public sealed class RegoConformanceTests
{
    private static readonly ConformanceRunner Runner = new();
    private static readonly KnownGaps Gaps = KnownGaps.Load();
    private static readonly ConformanceFigures Figures = new();

    [TestCaseSource(nameof(Cases))]
    public void Case_OfTheSuite_ComesOutAsInOpa(ConformanceCase @case)
    {
        var outcome = Runner.Run(@case);
        Figures.Add(outcome);
        if (Gaps.ReasonFor(@case) is { } reason)
        {
            Assert.That(outcome.Passed, Is.False, $"the case passes: take it out of known-gaps.json ({reason})");
            return;
        }

        Assert.That(outcome.Failure, Is.Null);
    }

    [Test]
    public void Suite_OfOpaItself_IsThereOrMissedWithAReason()
    {
        if (ConformanceDirectories.FindSuite().Count == 0)
        {
            Assert.Ignore($"OPA's own suite is not here: set {ConformanceDirectories.Variable} to v1/test/cases/testdata/v1 in a checkout of OPA, or put rego-conformance beside the repository in ../shared");
        }

        Assert.That(ConformanceDirectories.FindSuite().Select(directory => ConformanceSuite.Load(directory).Count), Has.All.Positive);
    }

    /// <summary>The figures go to the console, which shows them from normal verbosity on, and to a file among the results.</summary>
    [OneTimeTearDown]
    public void PrintFigures()
    {
        var figures = Figures.ToString();
        TestContext.Progress.WriteLine(figures);
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, "conformance-figures.txt");
        File.WriteAllText(file, figures);
        TestContext.AddTestAttachment(file, "What passes, by category");
    }

    private static IEnumerable<TestCaseData> Cases() =>
        ConformanceCases.All.Select(@case => new TestCaseData(@case).SetName($"{@case.Category}: {@case.Note}"));
}
