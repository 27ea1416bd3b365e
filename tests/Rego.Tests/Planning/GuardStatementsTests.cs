using Rego.Errors;
using Rego.Tests.Evaluation;

namespace Rego.Tests.Planning;

public sealed class GuardStatementsTests
{
    private const string Conflict = "{\"k\": v | some v in [1, 2]}";

    [TestCase("x := input.none")]
    [TestCase("count(input.none) > 0")]
    [TestCase("input.user == \"other\"")]
    [TestCase("y := data.none.at.all")]
    public void Evaluate_KnownPlaceThatIsMissing_EndsTheBodyBeforeAnError(string statement) =>
        Assert.That(Evaluate.Text("data.t.p", $"package t\np if {{ m := {Conflict}; m.k; {statement} }}", """{"user": "me"}"""), Is.EqualTo("<undefined>"));

    [Test]
    public void Evaluate_KnownPlaceThatIsThere_ErrorComesUp() =>
        Assert.That(Evaluate.Error("data.t.p", $"package t\np if {{ m := {Conflict}; m.k; input.user == \"me\" }}", input: """{"user": "me"}""").Code, Is.EqualTo(DiagnosticCodes.EvalConflict));

    [Test]
    public void Evaluate_StatementMovedBeforeAnIteration_SameAnswer() =>
        Assert.That(Evaluate.Text("data.t.p", "package t\np contains x if { some x, y in [5, 6, 7]; input.y == y }", """{"y": 6}"""), Is.EqualTo("{1}"));
}
