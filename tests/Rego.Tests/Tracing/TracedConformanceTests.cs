using Gatekeeper.Rego.Testing;
using Gatekeeper.Rego.Tests.Conformance;

namespace Gatekeeper.Rego.Tests.Tracing;

/// <summary>What is observed is the evaluation: it must not change an answer.</summary>
public sealed class TracedConformanceTests
{
    private const int Stride = 16;
    private const int MaxEvents = 200_000;

    [Test]
    public void EvaluateBindings_EverySixteenthCaseObserved_ComesOutAsUnobserved()
    {
        var cases = ConformanceFolders.Find().SelectMany(ConformanceSuite.Load).Where((_, i) => i % Stride == 0).ToList();
        if (cases.Count == 0)
        {
            Assert.Ignore("no conformance cases beside the repository");
        }

        var plain = new ConformanceRunner();
        var traced = new ConformanceRunner(Traced.Compilation with { AllowDataConflicts = true }, newTracer: () => new BufferTracer(MaxEvents));
        var different = cases.Where(@case => plain.Run(@case).Passed && !traced.Run(@case).Passed).Select(@case => @case.Note);

        Assert.That(different, Is.Empty);
    }
}
