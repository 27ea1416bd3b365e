using Rego.Tooling.Conformance;

namespace Rego.Tests.Conformance;

/// <summary>
/// OPA's cases, one test each. <c>REGO_CONFORMANCE</c> names the folders (separated by colons); without it, those beside the
/// repository are taken. What is known not to pass stands in <c>known-gaps.json</c>, which may only shrink.
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
    public void Suite_Present_OrSkippedWithAReason()
    {
        if (ConformanceFolders.Find().Count == 0)
        {
            Assert.Ignore($"no conformance cases: set {ConformanceFolders.Variable} to a folder of them, or put rego-conformance beside the repository in ../shared");
        }

        Assert.That(Cases(), Is.Not.Empty);
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
        ConformanceFolders.Find().SelectMany(ConformanceSuite.Load).Select(@case => new TestCaseData(@case).SetName($"{@case.Category}: {@case.Note}"));
}
