using Rego.Capabilities;
using Rego.Formatting;
using Rego.Tooling.Formatting;

namespace Rego.Tests.Formatting;

public sealed class RegoFormatterTests
{
    [TestCase("p if {\n\tx := 1\n\t(-4 > 3)\n\tx\n}", TestName = "a line that begins with a minus")]
    [TestCase("p := 1 in (2 in [3])", TestName = "in within in")]
    [TestCase("p := x == (x in y)", TestName = "in within a comparison")]
    [TestCase("p if x == (y == z)", TestName = "a comparison within a comparison")]
    [TestCase("p if x - (y - z)", TestName = "a difference within a difference")]
    [TestCase("p if {\n\tevery x in (y in z) { x }\n}", TestName = "in as a domain")]
    [TestCase("p := [(x in y) | x := 1]", TestName = "in as the item of a comprehension")]
    [TestCase("p := $`a {\"`\"}`", TestName = "a back quote in a raw template string")]
    [TestCase("p := $`a \\\\{ b`", TestName = "a backslash before a brace")]
    [TestCase("p := [ # one\n\t# two\n\t1,\n]", TestName = "comments that would share a line")]
    [TestCase("p := # one\n\t1 # two", TestName = "comments of one value")]
    [TestCase("f([ # one\n\t1, # two\n\t2,\n], 3) := 1", TestName = "comments in arguments")]
    [TestCase("f(\"a\")\nf(\"b\") # two\n\nf(x) if x in input", TestName = "a function that is a head alone")]
    [TestCase("f(_, 0)\nf(1, _)", TestName = "a function of wildcards that is a head alone")]
    [TestCase("a.b.f(1)", TestName = "a function with a long name that is a head alone")]
    [TestCase("f(1) := true", TestName = "a function with its value alone")]
    [TestCase("f(1) if input.x\n\nelse := true", TestName = "a function with a constant branch")]
    public void Format_WhatOpaWouldChangeOrLose_IsKept(string rule)
    {
        var source = $"package a\n\n{rule}\n";

        Assert.That(Format(source), Is.EqualTo(source));
    }

    [TestCase("f(x) if true", "f(x) := true", TestName = "a function without conditions")]
    [TestCase("p[x] if true", "p[x] := true", TestName = "a rule with a variable and without conditions")]
    [TestCase("p if print([ # one\n 1, # two\n 2], 3)", "p if print([ # one\n 1, # two\n 2], 3)", TestName = "comments in a call")]
    [TestCase("p := eq(x, eq(y, z))", "p := eq(x, eq(y, z))", TestName = "an equation within a call")]
    public void Format_Rule_StaysValid(string rule, string formatted)
    {
        var text = Format($"package a\n\n{rule}\n");

        Assert.That(text, Is.EqualTo($"package a\n\n{formatted}\n"));
    }

    [Test]
    public void Format_ImportsOfKeywordsBesideRegoV1_KeepsThoseInUse()
    {
        var text = Format("package a\n\nimport future.keywords.or\nimport future.keywords.in\nimport rego.v1\n\np if input.a or input.b\n");

        Assert.That(text, Is.EqualTo("package a\n\nimport future.keywords.or\nimport rego.v1\n\np if input.a or input.b\n"));
    }

    [Test]
    public void Format_OperatorWithTheWrongNumberOfOperands_IsRefused()
    {
        var result = RegoFormatter.Format(new RegoSource("a.rego", "package a\n\np := plus(1)\n"));

        Assert.That(result.Errors.Select(error => error.ToString()), Is.EqualTo(new[] { "a.rego:3: rego_type_error: plus: arity mismatch" }));
    }

    [Test]
    public void Format_ForALanguageWithoutKeywordsInReferences_KeepsThemInBrackets()
    {
        Assert.That(RegoCapabilities.TryGetVersion("v1.0.0", out var capabilities), Is.True);

        var result = RegoFormatter.Format(new RegoSource("a.rego", "package a\n\np := input[\"if\"].x\n"), new RegoFormatterOptions { Capabilities = capabilities });

        Assert.That(result.Text, Is.EqualTo("package a\n\np := input[\"if\"].x\n"));
    }

    /// <summary>A minute or more where the work grew with the square of the length.</summary>
    [Test]
    [CancelAfter(30_000)]
    public void Format_LongModules_TakesTimeLikeTheirLength()
    {
        const int count = 20_000;
        var rules = string.Concat(Enumerable.Range(0, count).Select(i => $"# about {i}\np contains {i} if {{ input.x[{i}] # why\n}}\n"));
        var items = string.Concat(Enumerable.Range(0, count).Select(i => $"\t{{\"a\": {i}}}, # {i}\n"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Format($"package a\n\n{rules}"), Does.EndWith($"# about {count - 1}\np contains {count - 1} if input.x[{count - 1}] # why\n"));
            Assert.That(Format($"package a\n\nq := [\n{items}]\n"), Does.Contain($"\t{{\"a\": {count - 1}}}, # {count - 1}\n]"));
        }
    }

    [Test]
    public void Format_DeepNesting_Settles()
    {
        const int depth = 300;
        var text = $"package a\n\np := {new string('[', depth)}1{new string(']', depth)}\n";

        Assert.That(Format(text), Is.EqualTo(text));
    }

    private static string Format(string source)
    {
        var result = RegoFormatter.Format(new RegoSource("a.rego", source));
        Assert.That(result.Errors, Is.Empty);
        return result.Text!;
    }
}
