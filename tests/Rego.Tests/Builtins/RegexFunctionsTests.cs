using System.Diagnostics;
using NUnit.Framework;
using Rego.Errors;
using Rego.Options;
using Rego.Tests.Evaluation;
using Rego.Values;

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

    [TestCase("$01", "[]")]
    [TestCase("${1}x$1x", "[zx]")]
    [TestCase("$0$00", "[z\\n]")]
    [TestCase("$1\uD835\uDC00.$1", "[.z]")]
    [TestCase("$9999999999999", "[]")]
    public void Replace_NamesOfGroups_AreReadAsGoReadsThem(string replacement, string expected) =>
        Assert.That(Call.Json("regex.replace", "\"z\\n\"", @"""(\\S+)\\s*$""", $"\"[{replacement}]\"").ToString(), Is.EqualTo($"\"{expected}\""));

    [TestCase("a?b", "\"abcbb\"", "[\"ab\", \"b\", \"b\"]")]
    [TestCase("z?$", "\"z\\n\"", "[\"\"]")]
    public void FindN_WherePlacesAreHard_FindsAll(string pattern, string text, string expected) =>
        Assert.That(Call.Json("regex.find_n", $"\"{pattern}\"", text, "-1").ToString(), Is.EqualTo(expected));

    [TestCase("a?b", "\"1ab2b3b\"", "[\"1\", \"2\", \"3\", \"\"]")]
    [TestCase("\\\\s*$", "\"x \\n\"", "[\"x\", \"\"]")]
    public void Split_WherePlacesAreHard_SplitsAtAll(string pattern, string text, string expected) =>
        Assert.That(Call.Json("regex.split", $"\"{pattern}\"", text).ToString(), Is.EqualTo(expected));

    [TestCase("urn:foo:{.*}", "urn:foo:bar:baz", true)]
    [TestCase("urn:{[a-z]+\\\\s*}", "urn:a\\n", true)]
    [TestCase("urn:{[a-z]+}", "urn:a\\n", false)]
    [TestCase("urn:foo:{[0-9]+}", "urn:foo:bar", false)]
    public void TemplateMatch_BetweenDelimiters_IsARegularExpression(string template, string text, bool expected) =>
        Assert.That(Call.Json("regex.template_match", $"\"{template}\"", $"\"{text}\"", "\"{\"", "\"}\""), Is.EqualTo(RegoBoolean.From(expected)));

    [TestCase("x.y", "x[a-z]y", true)]
    [TestCase("[a-c]+", "[d-f]+", false)]
    public void GlobsMatch_OfTwoPatterns_TellsWhetherTheyMeet(string a, string b, bool expected) =>
        Assert.That(Call.Json("regex.globs_match", $"\"{a}\"", $"\"{b}\""), Is.EqualTo(RegoBoolean.From(expected)));

    [TestCase(@"\\bx\\b", "éxé", true)]
    [TestCase(@"\\bx\\b", "axé", false)]
    [TestCase(@"é\\b", "éa", true)]
    [TestCase(@"\\Bé\\B", "éé", true)]
    [TestCase(@"\\bé", "é", false)]
    [TestCase(@"(?i)\\bstraße\\b", "die STRAßE 1", true)]
    [TestCase(@"a\\b.", "a\uD83D\uDE00", true)]
    [TestCase(@"(?m)^x\\b$", "é\\nx\\ny", true)]
    public void Match_WordBoundaryInATextBeyondAscii_IsAscii(string pattern, string text, bool expected) =>
        Assert.That(Call.Json("regex.match", $"\"{pattern}\"", $"\"{text}\""), Is.EqualTo(RegoBoolean.From(expected)));

    [TestCase(@"(\\w+)\\b(.*?)(z|$)", "é ab, é zz", "[[\"ab, é z\", \"ab\", \", é \", \"z\"], [\"z\", \"z\", \"\", \"\"]]")]
    [TestCase(@"\\b(a|ab)(c|bcd)?", "é abcd", "[[\"abcd\", \"a\", \"bcd\"]]")]
    [TestCase(@"\\b(a+?)(a*)", "é aaa", "[[\"aaa\", \"a\", \"aa\"]]")]
    [TestCase(@"\\b(x{2,3}){1,2}", "é xxxxx", "[[\"xxxxx\", \"xx\"]]")]
    public void FindSubmatches_WordBoundaryInATextBeyondAscii_PrefersWhatComesFirst(string pattern, string text, string expected) =>
        Assert.That(Call.Json("regex.find_all_string_submatch_n", $"\"{pattern}\"", $"\"{text}\"", "-1").ToString(), Is.EqualTo(expected));

    [TestCase(@"^\\p{Old_Italic}$", "\uD800\uDF00", true)]
    [TestCase(@"^\\p{olditalic}$", "\uD800\uDF00", true)]
    [TestCase(@"^\\p{Kawi}$", "\uD807\uDF00", true)]
    [TestCase(@"^\\p{Thaana}\\P{Thaana}$", "\u0780x", true)]
    [TestCase(@"^\\pN\\pL\\PL$", "1a1", true)]
    [TestCase(@"^\\p{^Greek}$", "α", false)]
    [TestCase(@"^\\p{Uppercase_Letter}\\p{Lu}$", "ÄÖ", true)]
    [TestCase(@"^[\\p{Latin}\\p{Nd}]+$", "é1٣", true)]
    [TestCase(@"^\\p{Any}\\p{ASCII}\\p{Assigned}$", "\u0378aé", true)]
    [TestCase(@"^\\p{Cn}$", "\u0378", true)]
    [TestCase(@"(?i)^K$", "\u212A", true)]
    [TestCase(@"(?i)^[k]$", "\u212A", true)]
    [TestCase(@"(?i)^ς$", "Σ", true)]
    [TestCase(@"(?i)^i$", "\u0130", false)]
    [TestCase(@"(?i)^\\x{1E9E}$", "ß", true)]
    [TestCase(@"\\Qa.b\\E+", "a.bbb", true)]
    [TestCase(@"^\\Q\\\\E$", "\\\\", true)]
    public void Match_NamedCharacters_AreUnicodes(string pattern, string text, bool expected) =>
        Assert.That(Call.Json("regex.match", $"\"{pattern}\"", $"\"{text}\""), Is.EqualTo(RegoBoolean.From(expected)));

    [TestCase(@"\\p{Nope}", @"error parsing regexp: invalid character class range: `\p{Nope}`")]
    [TestCase(@"\\C", @"error parsing regexp: invalid escape sequence: `\C`")]
    [TestCase("a{1001}", "error parsing regexp: invalid repeat count: `{1001}`")]
    [TestCase("(?=a)", "error parsing regexp: invalid or unsupported Perl syntax: `(?=`")]
    [TestCase(@"\\x{12g}", @"error parsing regexp: invalid escape sequence: `\x{12g`")]
    [TestCase("(a{100}){100}", "error parsing regexp: invalid repeat count: `{100}`")]
    [TestCase("a{2}*?b", "error parsing regexp: invalid nested repetition operator: `{2}*?`")]
    [TestCase("(?P<n", "error parsing regexp: invalid named capture: `(?P<n`")]
    [TestCase("(?P<1 >a)", "error parsing regexp: invalid named capture: `(?P<1 >`")]
    [TestCase("a**", "error parsing regexp: invalid nested repetition operator: `**`")]
    [TestCase("*a", "error parsing regexp: missing argument to repetition operator: `*`")]
    [TestCase("x(a", "error parsing regexp: missing closing ): `x(a`")]
    [TestCase("a)", "error parsing regexp: unexpected ): `a)`")]
    [TestCase("[a", "error parsing regexp: missing closing ]: `[a`")]
    [TestCase("[z-a]", "error parsing regexp: invalid character class range: `z-a`")]
    [TestCase(@"a\\", "error parsing regexp: trailing backslash at end of expression: ``")]
    [TestCase("(?i", "error parsing regexp: invalid or unsupported Perl syntax: `(?i`")]
    public void Match_PatternOutOfOrder_TellsGosReason(string pattern, string reason) =>
        Assert.That(Call.Error("regex.match", $"\"{pattern}\"", "\"\""), Is.EqualTo("regex.match: " + reason));

    // The library's matcher needs two minutes for the first: it does not look at the clock while it keeps many ways at once.
    [TestCase("regex.match(`(?:a[ab]*b[ab]{900}|b[ab]*a[ab]{777})[^ab]`, input)")]
    [TestCase("regex.replace(input, `(?:a[ab]*b[ab]{900}|b[ab]*a[ab]{777})[^ab]`, ``)")]
    [TestCase("regex.find_n(`a[ab]*b[ab]{900}c`, input, -1)")]
    public void Call_AutomatonTooLargeForALongSubject_EndsWithTheEvaluation(string call)
    {
        var prepared = Evaluate.Prepare("data.t.p", $"package t\np if {call}");
        // Without a period in it the subject leads to a new state at nearly every character; with one the automaton would be small.
        var random = new Random(7);
        var subject = RegoString.From(string.Create(SubjectLength, random, (text, source) => source.GetItems("ab", text)));
        var options = new EvaluationOptions { Limits = EvaluationLimits.Default with { Timeout = TimeSpan.FromMilliseconds(500) } };
        var watch = Stopwatch.StartNew();

        var error = Assert.Throws<RegoEvaluationException>(() => prepared.Evaluate(subject, options))!;

        Assert.That(error.Code, Is.EqualTo(DiagnosticCodes.EvalCancel));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }
}
