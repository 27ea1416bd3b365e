using Rego.Errors;
using Rego.Options;
using Rego.Tracing;
using Rego.Values;

namespace Rego.Tests.Tracing;

/// <summary>Where failed evaluations were, which is what OPA's tracebacks show.</summary>
public sealed class StackTracerTests
{
    private const string Module = """
        package t
        clash := 1 if input.x
        clash := 2 if input.y > 1
        outer if { n := 5; f(n) == 1 }
        f(v) := 1 if v > 0
        f(v) := 2 if v > 1
        nested := [n | some n in [1]; to_number(input.z) > n]
        negated if not to_number(input.z)
        replaced if clash == 1 with input as {"x": 1, "y": 2}
        """;

    [TestCase("data.t.clash", """
        3: 2 > 1
        1: data.t.clash
        """)]
    [TestCase("data.t.outer", """
        6: 5 > 1
        4: 2
        1: data.t.outer
        """, Description = "the function's value is known before its body is evaluated")]
    [TestCase("data.t.nested", """
        7: to_number("z")
        7: [n | some n in [1]; to_number(input.z) > n]
        1: data.t.nested
        """)]
    [TestCase("data.t.negated", """
        8: not to_number("z")
        8: not to_number("z")
        1: data.t.negated
        """)]
    [TestCase("data.t.replaced", """
        3: 2 > 1
        9: clash == 1 with input as {"x": 1, "y": 2}
        1: data.t.replaced
        """)]
    public void Capture_AfterAnError_ToldFromTheInnermost(string query, string expected)
    {
        var compiler = new RegoCompiler(new RegoCompilerOptions { IsInstrumented = true });
        var prepared = compiler.Compile([new RegoSource("t.rego", Module)]).GetPolicyOrThrow().Prepare(query);
        var stack = new StackTracer();
        var options = new EvaluationOptions { Limits = EvaluationLimits.Default, StrictBuiltinErrors = true, Tracer = stack };

        Assert.Throws<RegoEvaluationException>(() => prepared.Evaluate(RegoJson.Parse("""{"x": 1, "y": 2, "z": "z"}"""), options));

        Assert.That(string.Join('\n', stack.Capture().Select(frame => $"{frame.Location.Row}: {frame.Text}")), Is.EqualTo(expected));
    }

    [Test]
    public void Capture_NothingEvaluated_IsEmpty() => Assert.That(new StackTracer().Capture(), Is.Empty);
}
