namespace Rego.Tests.Evaluation;

/// <summary>An iteration with a comparison behind it must answer the same with an index as without.</summary>
public sealed class IterateWhereTests
{
    private static readonly string Rows = string.Join(',', Enumerable.Range(0, 40).Select(i => $$"""{"id": {{i}}, "env": "e{{i % 4}}"}"""));

    [TestCase("[r.id | some r in input.rows; r.env == e; r.id < 9]", "[[0, 4, 8], [1, 5], [2, 6]]")]
    [TestCase("{i | some i, r in input.rows; r.env == e; i > 35}", "[{36}, {37}, {38}]")]
    [TestCase("count([1 | some r in input.rows; e == r.env])", "[10, 10, 10]")]
    [TestCase("count([1 | some r in input.rows; r.env == e; r.env == \"e1\"])", "[0, 10, 0]")]
    public void Evaluate_AskedForSeveralValues_FindsWhatAScanFinds(string term, string expected) =>
        Assert.That(Evaluate.Text("data.t.p", $"package t\np := [x | some e in [\"e0\", \"e1\", \"e2\"]; x := {term}]", $$"""{"rows": [{{Rows}}]}"""), Is.EqualTo(expected));

    [Test]
    public void Evaluate_CollectionsThatTakeTurns_AreNotMixedUp()
    {
        const string module = "package t\np := [n | some k in [\"a\", \"b\", \"a\", \"b\"]; some w in [1, 2]; n := count([1 | some x in input[k]; x == w])]";
        var a = string.Join(',', Enumerable.Repeat(1, 20));
        var b = string.Join(',', Enumerable.Repeat(2, 30));

        Assert.That(Evaluate.Text("data.t.p", module, $$"""{"a": [{{a}}], "b": [{{b}}]}"""), Is.EqualTo("[20, 0, 0, 30, 20, 0, 0, 30]"));
    }

    [Test]
    public void Evaluate_ComprehensionsOfSeveralKindsInOneRule_KeepTheirOwnCollectors()
    {
        const string module = "package t\np contains x if { x := [y | y := input[_]]; count(x) == 2 }\np contains x if x := {y | y := input[_]}\np contains x if x := {y: 1 | y := input[_]}";

        Assert.That(Evaluate.Text("data.t.p", module, "[5, 6]"), Is.EqualTo("{[5, 6], {5: 1, 6: 1}, {5, 6}}"));
    }

    [Test]
    public void Evaluate_ArgumentReadInAnElseOnly_HasItsValueThere() =>
        Assert.That(Evaluate.Text("data.t.f(3)", "package t\nf(x) := 1 if false else := x + 1"), Is.EqualTo("4"));
}
