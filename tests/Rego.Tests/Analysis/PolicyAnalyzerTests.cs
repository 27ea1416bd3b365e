using Rego.Options;
using Rego.Values;

namespace Rego.Tests.Analysis;

/// <summary>What the stages refuse, and that they come in the right order.</summary>
internal sealed class PolicyAnalyzerTests
{
    [TestCase("p if { x == 1 }", "3:8 rego_unsafe_var_error var x is unsafe")]
    [TestCase("p if { not input[_] }", "3:8 rego_unsafe_var_error var _ is unsafe")]
    [TestCase("p := [x | true]", "3:6 rego_unsafe_var_error var x is unsafe")]
    [TestCase("p := {\"a\": x}", "3:12 rego_unsafe_var_error var x is unsafe")]
    [TestCase("p if { y := x + 1 }", "3:13 rego_unsafe_var_error var x is unsafe")]
    [TestCase("f(input.x) := 1", "3:3 rego_unsafe_var_error var input is unsafe")]
    [TestCase("p := eq(1, 2)", "3:6 rego_unsafe_var_error expression is unsafe")]
    [TestCase("p := p", "3:1 rego_recursion_error rule data.a.p is recursive: data.a.p -> data.a.p")]
    [TestCase("p := 1\np contains 1", "3:1 rego_type_error conflicting rules data.a.p found")]
    [TestCase("p := nosuch(1)", "3:6 rego_type_error undefined function nosuch")]
    [TestCase("p if {\n\tevery x in [1] { x > 0 }\n\t{\"a\": count([1])}[\"b\"]\n}", "5:2 rego_type_error undefined ref: {\"a\": __local3__}.b", Description = "every without a key counts a variable for it")]
    [TestCase("p := f(1)\nf(x) := 1 if count(1) == x", "4:14 rego_type_error count: invalid argument(s)", Description = "of a function that is wrong alone anything may come")]
    [TestCase("f(x) := x\np := f(1, 2, 3)", "4:6 rego_type_error function data.a.f has arity 1, got 3 arguments")]
    [TestCase("p := count(1)", "3:6 rego_type_error count: invalid argument(s)")]
    [TestCase("p if { x := 1; x == \"a\" }", "3:16 rego_type_error match error")]
    [TestCase("q := 1\np := q.x", "4:6 rego_type_error undefined ref: data.a.q.x")]
    [TestCase("p if { x := 1; x := 2 }", "3:16 rego_compile_error var x assigned above")]
    [TestCase("p if { some x; true }", "3:8 rego_compile_error declared var x unused")]
    [TestCase("p if { 1 := 2 }", "3:8 rego_compile_error cannot assign to number")]
    [TestCase("input := 1", "3:1 rego_compile_error rules must not shadow input (use a different rule name)")]
    [TestCase("p := $\"{x.y}\"", "3:9 rego_compile_error var x is undeclared")]
    public void Analyze_Mistake_IsReportedWhereOpaReportsIt(string text, string error) =>
        Assert.That(Compiled.Errors(text), Is.EqualTo(new[] { error }));

    [TestCase("p if { input[x]; x == 1 }")]
    [TestCase("p if { y == x; x = 1; y = input.y }")]
    [TestCase("p if { [x, {\"a\": y}] = input.z; x == y }")]
    [TestCase("p if { every x in input.xs { x > 1 } }")]
    [TestCase("p contains x if { some x in input.xs; not x in input.ys }")]
    [TestCase("p[x][y] := z if { some x, y; z := input[x][y] }")]
    [TestCase("p := {k: {v | some v in vs} | some k, vs in input.m}")]
    [TestCase("f(x) := y if { y := x } else := 2\np := f(1)")]
    [TestCase("f(x) := x\np if { f(1, x); x == 1 }")]
    [TestCase("default p := {k: 1 | some k in data.xs}")]
    public void Analyze_RightModule_IsAccepted(string text) => Assert.That(Compiled.Errors(text), Is.Empty);

    [Test]
    public void Analyze_SeveralMistakesOfOneStage_AllAreReported() =>
        Assert.That(Compiled.Errors("p := x\nq := y\nr := nosuch(1)"), Is.EqualTo(new[] { "5:6 rego_type_error undefined function nosuch" }));

    [Test]
    public void Analyze_WrongRuleWithAComputedKey_IsAnObjectToWhatReadsIt() =>
        Assert.That(
            Compiled.Errors("q[input.k] := count(1)\np if q == 1"),
            Is.EqualTo(new[] { "3:15 rego_type_error count: invalid argument(s)", "4:6 rego_type_error match error" }));

    [Test]
    public void Analyze_MoreMistakesThanTheLimit_AreCut() =>
        Assert.That(
            Compiled.Errors("p := x\nq := y\nr := z", new RegoCompilerOptions { MaxErrors = 2 }),
            Is.EqualTo(new[] { "3:6 rego_unsafe_var_error var x is unsafe", "4:6 rego_unsafe_var_error var y is unsafe", "- rego_compile_error error limit reached" }));

    [Test]
    public void Analyze_RuleReadingItselfThroughAVariable_IsRecursive() =>
        Assert.That(Compiled.Errors("p := data.a[input.x]"), Has.Length.EqualTo(1).And.Some.Contains("rego_recursion_error"));

    [Test]
    public void Analyze_VariableThatIsAssignedAConstant_CountsAsThatConstant() =>
        Assert.That(
            Compiled.Errors(new RegoCompilerOptions(), ("a.rego", "package a\n\np := data.a[x] if { x := \"b\" }\n"), ("b.rego", "package a.b\n\nc := 1\n")),
            Is.Empty);

    [Test]
    public void Analyze_RuleWhereAPackageStands_IsRefused() =>
        Assert.That(
            Compiled.Errors(new RegoCompilerOptions(), ("a.rego", "package a\n\nb := 1\n"), ("b.rego", "package a.b\n\nc := 1\n")),
            Has.Some.EqualTo("1:1 rego_type_error package a.b conflicts with rule b defined at a.rego:3"));

    [Test]
    public void Analyze_RuleOverBaseData_IsRefusedUnlessAllowed()
    {
        var data = RegoObject.From(("a", RegoObject.From(("p", RegoNumber.From(1)))));
        var source = new RegoSource("a.rego", "package a\n\np := 2\n");
        Assert.Multiple(() =>
        {
            Assert.That(new RegoCompiler().Compile([source], data).Errors.Single().Message, Is.EqualTo("conflicting rule for data path a/p found"));
            Assert.That(new RegoCompiler(new RegoCompilerOptions { AllowRulesOverData = true }).Compile([source], data).Succeeded, Is.True);
        });
    }

    [TestCase("import data.x\np := 1", "3:1 rego_compile_error import data.x unused")]
    [TestCase("p if { x := 1 }", "3:8 rego_compile_error assigned var x unused")]
    [TestCase("f(x) := 1", "3:1 rego_compile_error unused argument x. (hint: use _ (wildcard variable) instead)")]
    public void Analyze_UnusedNameWhereStrict_IsRefused(string text, string error)
    {
        Assert.Multiple(() =>
        {
            Assert.That(Compiled.Errors(text), Is.Empty);
            Assert.That(Compiled.Errors(text, new RegoCompilerOptions { Strict = true }), Is.EqualTo(new[] { error }));
        });
    }

    [TestCase(900)]
    public void Analyze_DeeplyNestedModule_DoesNotOverflow(int depth)
    {
        var sum = string.Join(" + ", Enumerable.Repeat("1", depth));
        Assert.That(Compiled.Errors($"p := {sum}"), Is.Empty);
    }
}
