using Rego.Options;
using Rego.Values;

namespace Rego.Tests.Evaluation;

/// <summary>OPA takes these rules for ones that hold: a body that never holds must not be dropped, whatever stands in the head.</summary>
public sealed class NegatedBodyTests
{
    [TestCase("allow := count([1]) if { not true }", null)]
    [TestCase("allow := count([1]) if { not true } else := 2", "2")]
    [TestCase("allow contains count([1]) if { not true }", "[]")]
    [TestCase("allow[format_int(1, 10)] := 1 if { not true }", "{}")]
    [TestCase("allow := $\"{count([1])}\" if { not true }", null)]
    [TestCase("default allow := false\n\nallow := count([1]) == 1 if { not true }", "false")]
    public void Evaluate_BodyOfNotTrueAlone_DoesNotHold(string rule, string? value)
    {
        var policy = new RegoCompiler().Compile([new RegoSource("a.rego", $"package a\n\n{rule}\n")]).GetPolicyOrThrow();

        var answer = policy.Prepare("data.a.allow").Evaluate(RegoValue.Undefined, new EvaluationOptions { Limits = EvaluationLimits.Default });

        Assert.That(answer.IsDefined ? answer.ToJson() : null, Is.EqualTo(value));
    }
}
