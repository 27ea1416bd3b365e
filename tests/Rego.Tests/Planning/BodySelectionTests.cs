using Rego.Tests.Evaluation;

namespace Rego.Tests.Planning;

/// <summary>Choosing definitions by what they compare must never change an answer.</summary>
public sealed class BodySelectionTests
{
    private static readonly string Rules = string.Join('\n', Enumerable.Range(0, 30).Select(i => $"allow contains {i} if {{ input.action == \"a{i % 5}\"; input.level == {i % 3} }}"));

    [TestCase("""{"action": "a1", "level": 2}""", "{11, 26, 100}")]
    [TestCase("""{"action": "none", "level": 2}""", "{100}")]
    [TestCase("""{"action": "a1"}""", "{100}")]
    [TestCase("""{"action": "a1", "level": 2.0}""", "{11, 26, 100}")]
    public void Evaluate_ManyGuardedDefinitions_AllThatHoldAreTried(string input, string expected) =>
        Assert.That(Evaluate.Text("data.t.allow", $"package t\n{Rules}\nallow contains 100 if input.action", input), Is.EqualTo(expected));

    [TestCase("\"a\"", "1")]
    [TestCase("\"c\"", "3")]
    [TestCase("\"d\"", "4")]
    [TestCase("5", "5")]
    [TestCase("6", "<undefined>")]
    public void Evaluate_FunctionOverConstants_TheOneThatMatchesIsTried(string operand, string expected)
    {
        const string module = "package t\nf(\"a\") := 1\nf(\"b\") := 2\nf(x) := 3 if x == \"c\"\nf(x) := 4 if \"d\" == x\nf(5) := 5";

        Assert.That(Evaluate.Text($"data.t.f({operand})", module), Is.EqualTo(expected));
    }

    [Test]
    public void Evaluate_DefinitionsWithElse_AreNeverLeftOut()
    {
        const string module = "package t\np := 1 if input.x == 1 else := 2\np := 2 if input.x == 2\np := 2 if input.x == 3\np := 2 if input.x == 4";

        Assert.That(Evaluate.Text("data.t.p", module, """{"x": 9}"""), Is.EqualTo("2"));
    }
}
