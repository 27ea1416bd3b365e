using Rego.Analysis;

namespace Rego.Tests.Analysis;

/// <summary>Which rules read which, and which are the same in every evaluation.</summary>
internal sealed class RuleGraphTests
{
    [TestCase("p := count(data.xs)", true)]
    [TestCase("p := input.x", false)]
    [TestCase("p := time.now_ns()", false)]
    [TestCase("p := q\nq := 1", true)]
    [TestCase("p := q\nq := input.x", false)]
    [TestCase("p := 1 if false else := q\nq := input.x", false)]
    [TestCase("p := data.a[k] if { some k in [\"q\"] }\nq := 1", null)]
    [TestCase("p := f(1)\nf(x) := x + input.y", false)]
    public void IsFixed_Rule_DependsOnWhatItReaches(string text, bool? isFixed)
    {
        if (isFixed is null)
        {
            Assert.That(Compiled.Errors(text), Has.Some.Contains("rego_recursion_error"));
            return;
        }

        var policy = Compiled.Policy(text);
        Assert.That(policy.Graph.IsFixed(Compiled.Rule(policy, "p")), Is.EqualTo(isFixed));
    }

    [Test]
    public void Reads_ReferenceWithAVariable_ReachesEveryRuleThere()
    {
        var policy = Compiled.Policy("p := {x | x := data.a.r[_]}\nr.a := 1\nr.b := 2\nq := 3");
        var reads = policy.Graph.Reads(Compiled.Rule(policy, "p")).Select(rule => rule.Path[^1].ToJson());
        Assert.That(reads, Is.EquivalentTo(new[] { "\"a\"", "\"b\"" }));
    }
}
