using Rego.Options;
using Rego.Values;

namespace Rego.Tests.Evaluation;

/// <summary>Each form of a statement in a body, by what it makes of its operands.</summary>
public sealed class StatementTests
{
    [TestCase("not input.none", "true")]
    [TestCase("not input.zero == 1", "true")]
    [TestCase("not count(input.none) == 1", "<undefined>")]
    [TestCase("every x in [1, 2] { x > 0 }", "true")]
    [TestCase("every x in [] { x > 0 }", "true")]
    [TestCase("every x in 5 { x > 0 }", "<undefined>")]
    [TestCase("every k, v in {\"a\": 1} { k == \"a\"; v == 1 }", "true")]
    [TestCase("[x, {\"k\": y}] = [1, {\"k\": 2}]; y == 2", "true")]
    [TestCase("[x, y] = [y, 1]; x == 1", "true")]
    [TestCase("[_, 1] = [5, 1]", "true")]
    [TestCase("[x, 2] = input.three", "<undefined>")]
    [TestCase("some i; [\"a\", \"b\"][i] == \"b\"; i == 1", "true")]
    [TestCase("walk({\"a\": [7]}, [[\"a\", 0], 7])", "true")]
    [TestCase("input.zero == 0", "true")]
    [TestCase("input.false", "<undefined>")]
    public void Evaluate_Body_HoldsOrFails(string body, string expected) =>
        Assert.That(Evaluate.Text("data.t.p", $"package t\np if {{ {body} }}", """{"zero": 0, "false": false, "three": [1, 2, 3]}"""), Is.EqualTo(expected));

    [TestCase("input.a == 1 or input.b == 2", """{"b": 2}""", "true")]
    [TestCase("input.a == 1 and input.b == 2", """{"b": 2}""", "<undefined>")]
    [TestCase("not { input.a; input.b }", """{"b": 2}""", "true")]
    [TestCase("not count(input.none) == 1", "{}", "true")]
    [TestCase("{x := input.a; x > 1} or {y := input.b; y > 1}", """{"b": 2}""", "true")]
    public void Evaluate_BodyOperators_CombineBodies(string body, string input, string expected) =>
        Assert.That(Evaluate.Text("data.t.p", $"package t\nimport rego.v2\np if {{ {body} }}", input), Is.EqualTo(expected));

    [Test]
    public void Evaluate_TemplateString_ShowsUndefinedParts() =>
        Assert.That(Evaluate.Text("data.t.p", "package t\np := $\"a {input.a} {input.none} {{1, 2}}\"", """{"a": "x"}"""), Is.EqualTo("\"a x <undefined> {1, 2}\""));

    [Test]
    public void Evaluate_Print_WritesEachLineAndNeverFails()
    {
        var lines = new List<string>();
        var options = new EvaluationOptions { Limits = EvaluationLimits.Default, Print = lines.Add };
        var prepared = Evaluate.Prepare("data.t.p", "package t\np if { print(\"a\", input.none, [1]) }");

        Assert.That(prepared.Evaluate(RegoJson.Parse("{}"), options), Is.EqualTo(RegoBoolean.True));
        Assert.That(lines, Is.EqualTo(new[] { "a <undefined> [1]" }));
    }

    [Test]
    public void Evaluate_FailingBuiltin_IsUndefinedOrAnErrorInStrictMode()
    {
        const string module = "package t\np := 1 / input.zero";
        var strict = new EvaluationOptions { Limits = EvaluationLimits.Default, StrictBuiltinErrors = true };

        Assert.That(Evaluate.Text("data.t.p", module, """{"zero": 0}"""), Is.EqualTo("<undefined>"));
        Assert.That(Evaluate.Error("data.t.p", module, strict, """{"zero": 0}""").Message, Is.EqualTo("div: divide by zero"));
    }
}
