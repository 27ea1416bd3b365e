namespace Rego.Tests.Analysis;

/// <summary>Statements stand where everything that they need is bound.</summary>
internal sealed class StatementOrderTests
{
    [TestCase("p if { y == x; y = 2; x = input.x }", "eq(y, 2)", "eq(x, input.x)", "eq(y, x)")]
    [TestCase("p if { not x; x = input.y }", "eq(x, input.y)", "not x")]
    [TestCase("p if { input.xs[i] == 1; i > 2 }", "eq(input.xs[i], 1)", "gt(i, 2)")]
    [TestCase("p if { x > 1; x = count(input.xs) }", "eq(x, count(input.xs))", "gt(x, 1)")]
    public void Arrange_StatementsOutOfOrder_AreMoved(string text, params string[] statements) =>
        Assert.That(Compiled.Statements(Compiled.Policy(text)), Is.EqualTo(statements));

    [TestCase("p if { 1 + count(input.xs) > 2 }", "gt(plus(1, count(input.xs)), 2)")]
    [TestCase("p if { x := upper(input.x); x == \"A\" }", "eq(x, upper(input.x))", "eq(x, \"A\")")]
    public void Arrange_NestedCalls_StayNested(string text, params string[] statements) =>
        Assert.That(Compiled.Statements(Compiled.Policy(text)), Is.EqualTo(statements));

    [Test]
    public void Arrange_IterationWithinACall_BecomesAStatement()
    {
        var statements = Compiled.Statements(Compiled.Policy("p if { count(input.xs[i]) > 1 }"));
        Assert.Multiple(() =>
        {
            Assert.That(statements, Has.Length.EqualTo(2));
            Assert.That(statements[0], Does.StartWith("eq(count(input.xs[i]), "));
        });
    }
}
