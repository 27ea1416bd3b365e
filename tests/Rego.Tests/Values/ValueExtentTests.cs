using NUnit.Framework;
using Rego.Errors;
using Rego.Options;
using Rego.Tests.Evaluation;
using Rego.Values;

namespace Rego.Tests.Values;

/// <summary>Values that are small in memory and large to look at.</summary>
public sealed class ValueExtentTests
{
    private const int Doublings = 40;

    [TestCase("p := json.marshal(a40)")]
    [TestCase("p if a40 == b40")]
    [TestCase("p := {a40}")]
    [TestCase("p := sort([a40, b40])")]
    [TestCase("p := sprintf(\"%v\", [a40])")]
    [TestCase("p := count([1 | walk(a40)])")]
    [TestCase("p := a40")]
    [CancelAfter(20_000)]
    public void Evaluate_ValueThatDoublesWithEachRule_IsRefused(string rule)
    {
        var doubling = Enumerable.Range(1, Doublings).Select(i => $"a{i} := [a{i - 1}, a{i - 1}]\nb{i} := [b{i - 1}, b{i - 1}]\n");
        var prepared = Evaluate.Prepare("data.t.p", $"package t\n{rule}\na0 := [input, 1]\nb0 := [input, 1]\n{string.Concat(doubling)}");

        var error = Assert.Throws<RegoEvaluationException>(() => prepared.Evaluate(RegoNumber.From(1), new EvaluationOptions { Limits = EvaluationLimits.Default }))!;

        Assert.That(error.Code, Is.EqualTo(DiagnosticCodes.EvalCancel));
        Assert.That(error.Message, Does.Contain("more than 33554432 parts"));
    }

    [Test]
    public void From_ManyLevels_IsRefused()
    {
        var error = Assert.Throws<RegoEvaluationException>(() => _ = Nested(100_000))!;

        Assert.That(error.Message, Does.EndWith("nests more than 1024 levels deep"));
        Assert.That(Nested(1024).Equals(Nested(1024)), Is.True);
    }

    private static RegoValue Nested(int levels)
    {
        RegoValue value = RegoNull.Instance;
        for (var i = 0; i < levels; i++)
        {
            value = RegoArray.From(value);
        }

        return value;
    }
}
