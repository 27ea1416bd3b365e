using Rego.Errors;
using Rego.Tests.Evaluation;
using Rego.Values;

namespace Rego.Tests.Planning;

/// <summary>Rules without arguments that are called; what they give stands in <c>Conformance/real</c>.</summary>
public sealed class CalledRulesTests
{
    [Test]
    public void Prepare_FromManyThreads_EachCallIsPlannedWhole()
    {
        const int Rules = 50;
        var module = "package t\n\n" + string.Join('\n', Enumerable.Range(0, Rules).Select(i => $"a{i}() := {(i == 0 ? "input.x" : $"a{i - 1}()")}"));
        var policy = new RegoCompiler().Compile([new RegoSource("t.rego", module)]).GetPolicyOrThrow();
        var wrong = 0;

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var answer = policy.Prepare($"data.t.a{i % Rules}()").Evaluate(RegoJson.Parse("{\"x\": 7}"), Evaluate.Options);
            if (answer != RegoNumber.From(7))
            {
                Interlocked.Increment(ref wrong);
            }
        });

        Assert.That(wrong, Is.Zero);
    }

    [Test]
    public void Compile_LongChain_NeedsNoDeepStack()
    {
        const int Rules = 5_000;
        var module = "package t\n\na0() := input.x\n\n" + string.Join('\n', Enumerable.Range(1, Rules).Select(i => $"a{i}() := a{i - 1}()")) + $"\n\nfar := a{Rules}()\n\nnear := a20()\n";

        Assert.That(Evaluate.Text("data.t.near", module, "{\"x\": 7}"), Is.EqualTo("7"));
        Assert.That(Evaluate.Error("data.t.far", module, input: "{\"x\": 7}").Code, Is.EqualTo(DiagnosticCodes.EvalCancel));
    }
}
