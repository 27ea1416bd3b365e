using Rego.Errors;

namespace Rego.Tests.Evaluation;

/// <summary>Two values for one rule: an error where both are there, wherever they come from.</summary>
public sealed class ConflictTests
{
    [Test]
    public void Evaluate_CompleteRuleWithTwoValues_NamesBothAndTheirPlaces()
    {
        var error = Evaluate.Error("data.t.p", "package t\np := 1 if input.a\np := 2 if input.b", input: """{"a": true, "b": true}""");

        Assert.That(error.Code, Is.EqualTo(DiagnosticCodes.EvalConflict));
        Assert.That(error.Message, Is.EqualTo("rule data.t.p produced conflicting values:\n  1 at test.rego:2\n  2 at test.rego:3"));
    }

    [Test]
    public void Evaluate_FunctionWithTwoValues_IsAConflict()
    {
        var error = Evaluate.Error("data.t.f(input)", "package t\nf(x) := 1 if x > 0\nf(x) := 2 if x > 1", input: "5");

        Assert.That(error.Message, Does.StartWith("function data.t.f produced conflicting values for the same inputs:\n  1 at"));
    }

    [TestCase("package t\np[k] := v if some [k, v] in [[1, 2], [1, 3]]")]
    [TestCase("package t\np := {k: v | some [k, v] in [[1, 2], [1, 3]]}")]
    [TestCase("package t\np[k].x := 1 if some k in [\"a\"]\np.a.x := 2")]
    [TestCase("package t\np[k] := 1 if some k in [\"a\"]\np.b := v if some v in [1, 2]")]
    [TestCase("package t\np[k] := {\"x\": 1} if some k in [\"a\"]\np.a.x := 1")]
    [TestCase("package t\np[k].x := 1 if some k in [\"a\"]\np.a := {\"y\": 2}")]
    [TestCase("package t\np[k].x contains 1 if some k in [\"a\"]\np.a.x := {2}")]
    public void Evaluate_KeyWithTwoValues_IsAConflict(string module) =>
        Assert.That(Evaluate.Error("data.t.p", module).Message, Is.EqualTo("object keys must be unique"));

    [TestCase("package t\np := 1 if input.a\np := 1 if input.b", "1")]
    [TestCase("package t\np[k] := v if some [k, v] in [[1, 2], [1, 2]]", "{1: 2}")]
    [TestCase("package t\np[k].x := 1 if some k in [\"a\"]\np.a := {\"x\": 1}", """{"a": {"x": 1}}""")]
    [TestCase("package t\np[k].x contains 1 if some k in [\"a\"]\np.a.x contains 2\np.b.y := 3", """{"a": {"x": {1, 2}}, "b": {"y": 3}}""")]
    [TestCase("package t\np[k].x := 1 if some k in [\"a\"]\np.b := 2 if input.c else := 3", """{"a": {"x": 1}, "b": 3}""")]
    public void Evaluate_EqualValues_AreNone(string module, string expected) =>
        Assert.That(Evaluate.Text("data.t.p", module, """{"a": true, "b": true}"""), Is.EqualTo(expected));

    [TestCase("data.t.p.b", """{"x": 1}""")]
    [TestCase("[k | data.t.p[k]; k = \"b\"]", "conflict")]
    public void Evaluate_MemberBesideAConflict_IsNoneWhereItsKeyIsKnown(string query, string expected)
    {
        const string Module = "package t\np[k].x := 1 if some k in [\"a\", \"b\"]\np.a.x := 2";

        if (expected == "conflict")
        {
            Assert.That(Evaluate.Error(query, Module).Code, Is.EqualTo(DiagnosticCodes.EvalConflict));
        }
        else
        {
            Assert.That(Evaluate.Text(query, Module), Is.EqualTo(expected));
        }
    }
}
