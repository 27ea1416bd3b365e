using System.Collections.Concurrent;
using Rego.Options;
using Rego.Tests.Conformance;
using Rego.Tooling.Conformance;

namespace Rego.Tests.Tracing;

/// <summary>What is observed is the evaluation: it must not change an answer, nor an error.</summary>
public sealed class TracedConformanceTests
{
    private static readonly RegoCompilerOptions Plain = ConformanceRunner.DefaultOptions;
    private static readonly RegoCompilerOptions Observed = Plain with { IsInstrumented = true };

    [Test]
    public void EvaluateBindings_EachCaseObserved_ComesOutAsUnobserved()
    {
        var different = new ConcurrentBag<string>();
        Parallel.ForEach(ConformanceCases.All, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, @case =>
        {
            var (plain, observed) = (CaseAnswer.Of(@case, Plain), CaseAnswer.Of(@case, Observed));
            if (plain != observed)
            {
                different.Add($"{@case.Category}: {@case.Note}\n  plain    {plain}\n  observed {observed}");
            }
        });

        Assert.That(different.Order(StringComparer.Ordinal), Is.Empty);
    }
}
