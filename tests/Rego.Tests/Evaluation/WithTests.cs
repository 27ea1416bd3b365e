namespace Rego.Tests.Evaluation;

/// <summary><c>with</c>: what it replaces, how far that reaches, and what stays.</summary>
public sealed class WithTests
{
    private const string Module = """
        package t
        seen := input
        who := input.user
        both := [a, who] if a := who with input.user as "x"
        deep := a if a := nest with input.user as "x"
        nest := [who, b] if b := who with input.user as "y"
        base := data.b.c
        replaced := a if a := base with data.b.c as 9
        rule := a if a := both with data.t.who as "z"
        f(x) := x + 1
        g(x) := f(x) * 10
        mocked := a if a := f(1) with f as g
        value := a if a := f(1) with f as "v"
        counted := a if a := count([1, 2]) with count as f2
        f2(xs) := 100 + count(xs)
        each := [w | some u in ["p", "q"]; w := who with input.user as u]
        """;

    [TestCase("both", """["x", "me"]""")]
    [TestCase("deep", """["x", "y"]""")]
    [TestCase("replaced", "9")]
    [TestCase("rule", """["z", "z"]""")]
    [TestCase("mocked", "20")]
    [TestCase("value", "\"v\"")]
    [TestCase("counted", "102")]
    [TestCase("each", """["p", "q"]""")]
    public void Evaluate_WithModifier_HoldsForItsStatementOnly(string rule, string expected) =>
        Assert.That(Evaluate.Text($"data.t.{rule}", Module, """{"user": "me"}""", """{"b": {"c": 1}}"""), Is.EqualTo(expected));

    [Test]
    public void Evaluate_WithBelowAScalar_MakesAnObjectOfIt() =>
        Assert.That(Evaluate.Text("data.t.p", "package t\np := a if a := seen with input.a.b as 1\nseen := input", "5"), Is.EqualTo("""{"a": {"b": 1}}"""));

    [Test]
    public void Evaluate_UndefinedReplacement_FailsTheStatement() =>
        Assert.That(Evaluate.Text("data.t.p", "package t\np if true with input.a as input.none"), Is.EqualTo("<undefined>"));
}
