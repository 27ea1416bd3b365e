using System.Diagnostics;
using Gatekeeper.Rego;
using NUnit.Framework;

namespace Rego.Tests.Builtins;

public sealed class RegexFunctionsTests
{
    private const int SubjectLength = 10 * 1024 * 1024;

    [TestCase(@"^\\d+$", "42", true)]
    [TestCase(@"^\\d+$", "٣", false)]
    [TestCase("^.$", "\\ud83d\\ude00", true)]
    [TestCase("^[^a]$", "\\ud83d\\ude00", true)]
    [TestCase("(?i)straße", "STRASSE", false)]
    [TestCase("(?i)kelvin", "\\u212aELVIN", true)]
    [TestCase("a$", "a\\n", false)]
    [TestCase("(?m)a$", "a\\n", true)]
    [TestCase(@"\\Qa.b\\E", "a.b", true)]
    [TestCase(@"\\x{1F600}", "\\ud83d\\ude00", true)]
    [TestCase("[[:alpha:]]+", "123", false)]
    [TestCase(@"\\p{Greek}", "λ", true)]
    [TestCase("a{,2}", "a{,2}", true)]
    public void Match_OfRe2Syntax_MeansWhatRe2Means(string pattern, string text, bool expected) =>
        Assert.That(Call.Json("regex.match", $"\"{pattern}\"", $"\"{text}\""), Is.EqualTo(RegoBoolean.From(expected)));

    [TestCase("(?=a)")]
    [TestCase("(?<!a)")]
    [TestCase("(?>a)")]
    [TestCase(@"(a)\\1")]
    [TestCase("a++")]
    [TestCase("a**")]
    [TestCase("a{1001}")]
    [TestCase("(a{100}){100}")]
    [TestCase("[b-a]")]
    [TestCase("(")]
    [TestCase("a)")]
    [TestCase("*")]
    [TestCase(@"\\pX")]
    public void IsValid_OfOtherDialects_IsFalse(string pattern) =>
        Assert.That(Call.Json("regex.is_valid", $"\"{pattern}\""), Is.EqualTo(RegoBoolean.False));

    [Test]
    public void Match_NestedLoopsOnALongSubject_TakesLinearTime()
    {
        var subject = RegoString.From(new string('a', SubjectLength) + "!");
        var context = new BuiltinTestContext("regex.match");
        var watch = Stopwatch.StartNew();
        var matched = Call.With(context, "regex.match", RegoString.From("(a+)+$"), subject);
        Assert.That(matched, Is.EqualTo(RegoBoolean.False));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
        Assert.That(context.Steps, Is.GreaterThan(SubjectLength));
    }

    [Test]
    public void Match_SubjectBeyondTheBudget_IsAnErrorAndNoAnswer()
    {
        var context = new BuiltinTestContext("regex.match") { MaxSteps = 1_000_000 };
        var error = Assert.Throws<RegoEvaluationException>(
            () => Call.With(context, "regex.match", RegoString.From("a"), RegoString.From(new string('a', SubjectLength))))!;
        Assert.That(error.Code, Is.EqualTo(DiagnosticCodes.EvalCancel));
    }

    [Test]
    public void IsValid_DeeplyNestedPattern_IsRefusedWithoutACrash()
    {
        var pattern = new string('(', 100_000) + "a" + new string(')', 100_000);
        Assert.That(Call.With(new BuiltinTestContext(), "regex.is_valid", RegoString.From(pattern)), Is.EqualTo(RegoBoolean.False));
    }

    [TestCase("baaab", "a*", "[\"\", \"aaa\", \"\"]")]
    [TestCase("aXbX", "X", "[\"X\", \"X\"]")]
    public void FindN_OfEmptyMatches_SkipsThoseBehindAnother(string text, string pattern, string expected) =>
        Assert.That(Call.Json("regex.find_n", $"\"{pattern}\"", $"\"{text}\"", "-1").ToString(), Is.EqualTo(expected));

    [Test]
    public void Replace_WithGroups_PutsThemIn() =>
        Assert.That(
            Call.Json("regex.replace", "\"john smith\"", @"""(\\w+) (?P<last>\\w+)""", "\"${last}, $1 $$ $9\"").ToString(),
            Is.EqualTo("\"smith, john $ \""));

    [TestCase("urn:foo:{.*}", "urn:foo:bar:baz", true)]
    [TestCase("urn:foo:{[0-9]+}", "urn:foo:bar", false)]
    public void TemplateMatch_BetweenDelimiters_IsARegularExpression(string template, string text, bool expected) =>
        Assert.That(Call.Json("regex.template_match", $"\"{template}\"", $"\"{text}\"", "\"{\"", "\"}\""), Is.EqualTo(RegoBoolean.From(expected)));

    [TestCase("x.y", "x[a-z]y", true)]
    [TestCase("[a-c]+", "[d-f]+", false)]
    public void GlobsMatch_OfTwoPatterns_TellsWhetherTheyMeet(string a, string b, bool expected) =>
        Assert.That(Call.Json("regex.globs_match", $"\"{a}\"", $"\"{b}\""), Is.EqualTo(RegoBoolean.From(expected)));
}
