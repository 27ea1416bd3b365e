using System.Diagnostics;
using Rego.Diagnostics;
using Rego.Parsing;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;

namespace Rego.Tests.Parsing;

public sealed class ParserTests
{
    [TestCase("input.x[_].if", "input.x[_][\"if\"]")]
    [TestCase("a + b * -c", "a + (b * (0 - c))")]
    [TestCase("x, y in xs", "x, y in xs")]
    [TestCase("{1 | true}", "{1 | true}")]
    [TestCase("{1} | {2}", "{1} | {2}")]
    [TestCase("{(1 | 2)}", "{(1 | 2)}")]
    [TestCase("{\"a\": 1, 2: set()}", "{\"a\": 1, 2: set()}")]
    [TestCase("[x | x := 1; not x == 2]", "[x | x := 1; not x == 2]")]
    [TestCase("{k: v | some k, v in {1: 2}}", "{k: v | some k, v in {1: 2}}")]
    [TestCase("$\"a {1 + 2} \\{b}\"", "$\"a {1 + 2} \\{b}\"")]
    [TestCase("f(1)[2].g(x).y", "f(1)[2].g(x).y")]
    [TestCase("`raw\\n`", "\"raw\\\\n\"")]
    [TestCase("1e5", "1e5")]
    [TestCase("-.5", "-.5")]
    [TestCase("every x in [1] { x > 0 } with input as 1", "every x in [1] { x > 0 } with input as 1")]
    public void ParseQuery_WhatIsValid_PrintsInOneForm(string query, string printed)
    {
        var errors = new DiagnosticBag();

        var body = Parser.ParseQuery(new SourceFile("q", query), errors);

        Assert.That(errors, Is.Empty);
        Assert.That(TermPrinter.Print(body!), Is.EqualTo(printed));
    }

    [TestCase("p := @", "3:6 illegal token")]
    [TestCase("p := \"abc", "3:6 non-terminated string")]
    [TestCase("p { true }", "3:1 `if` keyword is required before rule body")]
    [TestCase("p[x] if {", "3:9 unexpected eof token")]
    [TestCase("default p := input.x", "3:1 illegal default rule (value cannot contain ref)")]
    [TestCase("p if { input.a or input.b }", "3:16 unexpected identifier token: expected \\n or ; or } (hint: `import future.keywords.or` for `x or y` expressions)")]
    public void ParseModule_Broken_SaysWhatAndWhere(string rule, string expected)
    {
        var errors = new DiagnosticBag();

        var module = Parser.ParseModule(new SourceFile("m.rego", "package a\n\n" + rule), errors);

        Assert.That(module, Is.Null);
        Assert.That($"{errors[0].Location.Row}:{errors[0].Location.Column} {errors[0].Message}", Is.EqualTo(expected));
    }

    [Test]
    public void ParseModule_RulesOfAllKinds_AreTold()
    {
        var module = Parse("p contains x if some x in [1]\nq[k] := v if some k, v in {1: 2}\nf(x) := 1 if { x } else := 2\ndefault r := 3\ns.t.u := 4\n");

        Assert.That(module.Rules.Select(Describe), Is.EqualTo(new[] { "p contains x if", "q[k] := v if", "f(x) := 1 if else := 2", "default r := 3", "s.t.u := 4" }));
    }

    [TestCase('[', ']')]
    [TestCase('{', '}')]
    [TestCase('(', ')')]
    public void ParseModule_DeepNesting_IsAnErrorWithinItsBound(char open, char close)
    {
        var errors = new DiagnosticBag();
        var text = $"package a\n\np := {new string(open, 100_000)}1{new string(close, 100_000)}\n";

        var module = Parser.ParseModule(new SourceFile("m.rego", text), errors);

        Assert.That(module, Is.Null);
        Assert.That(errors[0].Message, Is.EqualTo("max parsing recursion depth exceeded"));
    }

    [TestCase("{")]
    [TestCase("not {")]
    [TestCase("[x | ")]
    [TestCase("1 + ")]
    [TestCase("not (")]
    [TestCase("every x in {")]
    public void ParseModule_UnfinishedNestingOfBodies_EndsSoon(string piece)
    {
        var errors = new DiagnosticBag();
        var text = $"package a\nimport rego.v2\np if {{ {string.Concat(Enumerable.Repeat(piece, 60))}";

        var time = Stopwatch.StartNew();
        Parser.ParseModule(new SourceFile("m.rego", text), errors);

        Assert.That(errors, Is.Not.Empty);
        Assert.That(time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public void ParseModule_TooLong_IsAnError()
    {
        var errors = new DiagnosticBag();

        var module = Parser.ParseModule(new SourceFile("m.rego", "package abc"), errors, new ParserLimits(MaxCharacters: 5, MaxDepth: 10, TokensPerCharacter: 10));

        Assert.That(module, Is.Null);
        Assert.That(errors, Has.Count.EqualTo(1));
    }

    [Test]
    public void ParseModule_Metadata_BelongsToTheRuleBehindIt()
    {
        var module = Parse("# METADATA\n# title: yes\n# custom: {level: 3}\np := 1\n\nq := 2\n");

        Assert.That(module.Rules[0].Annotations?.Value.ToJson(), Is.EqualTo("""{"custom":{"level":3},"scope":"rule","title":"yes"}"""));
        Assert.That(module.Rules[1].Annotations, Is.Null);
    }

    private static Module Parse(string rules)
    {
        var errors = new DiagnosticBag();
        var module = Parser.ParseModule(new SourceFile("m.rego", "package a\n\n" + rules), errors);
        Assert.That(errors, Is.Empty);
        return module!;
    }

    private static string Describe(Rule rule)
    {
        var head = rule.Head;
        var arguments = head.Arguments.IsDefaultOrEmpty ? string.Empty : $"({string.Join(", ", head.Arguments.Select(TermPrinter.Print))})";
        var key = head.Key is null ? string.Empty : $" contains {TermPrinter.Print(head.Key)}";
        var value = head.Value is null ? string.Empty : $" {(head.IsAssigned ? ":=" : "=")} {TermPrinter.Print(head.Value)}";
        var @else = rule.Else is null ? string.Empty : $" else := {TermPrinter.Print(rule.Else.Head.Value!)}";
        return $"{(rule.IsDefault ? "default " : string.Empty)}{TermPrinter.PrintReference(head.Reference)}{arguments}{key}{value}{(head.HasIf ? " if" : string.Empty)}{@else}";
    }
}
