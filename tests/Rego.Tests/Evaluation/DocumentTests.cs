using Rego.Values;

namespace Rego.Tests.Evaluation;

/// <summary>What a query finds in data and input: base documents, rules, and both under one name.</summary>
public sealed class DocumentTests
{
    private const string Module = """
        package a.b
        p := 1
        q contains x if some x in [3, 1, 2]
        r[k] := v if some k, v in {"x": 1, "y": 2}
        undefined if false
        f(x) := x
        deep[k].v := i if some i, k in ["m", "n"]
        """;

    [TestCase("data.a.b.p", "1")]
    [TestCase("data.a.b.q[2]", "2")]
    [TestCase("data.a.b.r.y", "2")]
    [TestCase("data.a.b.deep.n", """{"v": 1}""")]
    [TestCase("data.a.b", """{"base": 7, "deep": {"m": {"v": 0}, "n": {"v": 1}}, "p": 1, "q": {1, 2, 3}, "r": {"x": 1, "y": 2}}""")]
    [TestCase("data.a.other", "true")]
    [TestCase("{k | data.a[k]}", """{"b", "other"}""")]
    [TestCase("[k | data.a[k]]", """["b", "other", "b"]""")]
    [TestCase("""[v | some k in ["p", "none"]; v := data.a.b[k]]""", "[1]")]
    [TestCase("data.a.b.undefined", "<undefined>")]
    public void Evaluate_ReferenceIntoData_SeesRulesAndBaseDocument(string query, string expected) =>
        Assert.That(Evaluate.Text(query, Module, data: """{"a": {"b": {"base": 7}, "other": true}}"""), Is.EqualTo(expected));

    [Test]
    public void Evaluate_PackageWhereNothingIsDefined_IsAnEmptyObject() =>
        Assert.That(Evaluate.Text("data.t", "package t\np if false"), Is.EqualTo("{}"));

    [Test]
    public void EvaluateBindings_IteratedReference_AnswersEachSolution()
    {
        var solutions = Evaluate.Prepare("data.a.b.q[x]; x > 1", Module).EvaluateBindings(RegoNull.Instance, Evaluate.Options);

        Assert.That(solutions.Select(solution => solution["x"].ToString()), Is.EqualTo(new[] { "2", "3" }));
    }
}
