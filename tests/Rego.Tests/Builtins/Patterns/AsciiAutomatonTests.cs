using System.Text.RegularExpressions;
using NUnit.Framework;
using Rego.Builtins.Patterns;

namespace Rego.Tests.Builtins.Patterns;

public sealed class AsciiAutomatonTests
{
    private const string Letters = "ab-/.:0\n";

    private static readonly string[] Patterns =
    [
        "", "a", "^a", "a$", "^a$", "^$", "^", "$", "ab|ba", "^(ab|a)(b|-)*$", "a{2,3}", "^a{2}b?$", "(a|b)*a(a|b){3}", "[^ab]", "^[^/]*/[^/]*$",
        "a.b", "(?s)a.b", "a*?b", "^(?:a|^b)", "a$|^b", "(a$)b?", "(?m)^b", "(?m)a$", "(?m)^$", "(?m)^a|b$", "(?m)(a$)+", "\\bab\\b", "\\B0", "\\b", "a\\B", "(?m)^\\b.$", "(?m)b\\b\\n^", "(a|\\b)b*$", "x*", "^[a-c0-9]+$", "(?i)AB", "^a+b+", "(^a|b$)+", "\\n$",
    ];

    [TestCaseSource(nameof(Patterns))]
    public void IsMatch_AnyTextOfAscii_IsWhatTheLibraryFinds(string pattern)
    {
        var automaton = Build(pattern)!;
        var random = new Random(11);

        for (var i = 0; i < 2000; i++)
        {
            var text = new string(random.GetItems(Letters.AsSpan(), random.Next(9)));
            // RE2's $ is the end of the text alone, but of a line where lines are asked for.
            var end = pattern.StartsWith("(?m)", StringComparison.Ordinal) ? "$" : "\\z";
            var expected = Regex.IsMatch(text, pattern.Replace("$", end, StringComparison.Ordinal), RegexOptions.CultureInvariant);
            Assert.That(IsMatch(automaton, text), Is.EqualTo(expected), $"{pattern} in {text}");
        }
    }

    [Test]
    public void IsMatch_OtherCharacterFirst_IsLeftOpen()
    {
        Assert.That(IsMatch(Build("^a")!, "aé"), Is.True);
        Assert.That(IsMatch(Build("^a")!, "bé"), Is.False);
        Assert.That(IsMatch(Build("b")!, "aéb"), Is.Null);
    }

    [Test]
    public void IsMatch_LongText_IsReadToItsEnd()
    {
        var text = new string('a', 100_000);

        Assert.That(IsMatch(Build("ab$")!, text + "b"), Is.True);
        Assert.That(IsMatch(Build("^a*$")!, text), Is.True);
        Assert.That(IsMatch(Build("ab")!, text), Is.False);
    }

    [TestCase("(a|b)*a(a|b){12}")]
    [TestCase("a{600}")]
    public void Build_TooLarge_IsNone(string pattern) => Assert.That(Build(pattern), Is.Null);

    private static bool? IsMatch(AsciiAutomaton automaton, string text) => automaton.IsMatch(new BuiltinTestContext(), text);

    private static AsciiAutomaton? Build(string pattern) => AsciiAutomatonBuilder.Build(PatternProgram.Compile(Re2Parser.Parse(pattern)));
}
