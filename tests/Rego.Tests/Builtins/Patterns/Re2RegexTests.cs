using CsCheck;
using NUnit.Framework;
using Rego.Builtins.Patterns;
using Rego.Errors;
using Rego.Values;

namespace Rego.Tests.Builtins.Patterns;

public sealed class Re2RegexTests
{
    private const int Samples = 100_000;
    private const int AsksUntilAutomaton = 9;

    [Test]
    public void Matches_RandomPatterns_AreThoseOfTheReference() => PatternSample.Any.Sample(
        sample =>
        {
            if (TryCompile(sample) is not { } regex)
            {
                return;
            }

            var expected = Expected(sample);

            Assert.That(Write(regex.Matches(new BuiltinTestContext(), sample.Text, withGroups: true)), Is.EqualTo(expected));
            for (var i = 0; i < AsksUntilAutomaton; i++)
            {
                // First the library or the threads are asked, later the automaton.
                Assert.That(regex.IsMatch(new BuiltinTestContext(), sample.Text), Is.EqualTo(expected.Length > 0), $"asked {i} times before");
            }

            Assert.That(regex.IsMatch(sample.Text), Is.EqualTo(expected.Length > 0));
        },
        iter: Samples,
        threads: 1,
        print: sample => sample.ToString());

    [Test]
    public void Matches_PatternsOfTheRecordedCases_AreThoseOfTheReference()
    {
        var compared = 0;
        foreach (var sample in RecordedPatterns.All())
        {
            if (TryCompile(sample) is { } regex)
            {
                compared++;
                Assert.That(Write(regex.Matches(new BuiltinTestContext(), sample.Text, withGroups: true)), Is.EqualTo(Expected(sample)), sample.ToString());
            }
        }

        Assert.That(compared, Is.Positive);
        TestContext.Out.WriteLine($"{compared} pairs of the recorded cases compared");
    }

    // .NET 10.0's matcher without backtracking finds less, or in other places.
    [TestCase("a?b", "ab bbb b", "0,2 3,4 4,5 5,6 7,8")]
    [TestCase("z?\\n", "zb\nab_\nbc\n", "2,3 6,7 9,10")]
    [TestCase("\\n?\\S{2,}", "ab\nkk\n a_A", "0,2 2,5 7,10")]
    [TestCase(".{0,1}b{1,}?", "b za\n\nbcb\n", "0,1 6,7 7,9")]
    [TestCase("$|a{1,2}A+?", "baa\n", "4,4")]
    [TestCase("^\\w(?:z+|)+", "caz", "0,1")]
    [TestCase("[ab](?:|\\s\\w){0,1}", "aaa\naac", "0,1 1,2 2,3 4,5 5,6")]
    [TestCase("(?:(?:.{1,2}){2,}?[^\\n])??|", "bacb ", "0,0 1,1 2,2 3,3 4,4 5,5")]
    [TestCase("^(?:x{3}|()(){0,1})+\\B", "", "0,0,0,0,0,0")]
    public void Matches_WhereTheLibraryIsWrong_AreGos(string pattern, string text, string expected) =>
        Assert.That(Write(new Re2Regex(pattern).Matches(new BuiltinTestContext(), text, withGroups: true)), Is.EqualTo(expected));

    // As answered by Go: what an empty iteration of a loop leaves, which option is preferred, what a stray byte is.
    [TestCase("(|a)*", "aa", "0,0,0,0 1,1,1,1 2,2,2,2")]
    [TestCase("(|a)+", "aa", "0,0,0,0 1,1,1,1 2,2,2,2")]
    [TestCase("(a*)*", "b", "0,0,0,0 1,1,1,1")]
    [TestCase("(a*)+", "aab", "0,2,0,2 3,3,3,3")]
    [TestCase("(a|b*)*c", "abbc", "0,4,1,3")]
    [TestCase("(?:(a)|b)*", "ab", "0,2,0,1")]
    [TestCase("(a){0}b", "b", "0,1,-1,-1")]
    [TestCase("(a|ab)(c|bcd)?", "abcd", "0,4,0,1,1,4")]
    [TestCase("[^\\x{10000}-\\x{10FFFF}]", "\U0001F480", "")]
    [TestCase("(?i)^\\W$", "\u212A", "")]
    [TestCase("(?i)^[\\w]$", "\u017F", "0,1")]
    [TestCase("(?i)[\\Wa]", "kK\u212A", "")]
    [TestCase("(?i)[[:^word:]]", "sS\u017F!", "3,4")]
    public void Matches_FinePointsOfGo_AreGos(string pattern, string text, string expected) =>
        Assert.That(Write(new Re2Regex(pattern).Matches(new BuiltinTestContext(), text, withGroups: true)), Is.EqualTo(expected));

    [Test]
    public void Matches_StrayByte_IsTheReplacementCharacterAndNoHalfOfAnother() =>
        Assert.That(Write(new Re2Regex("\\x{FFFD}").Matches(new BuiltinTestContext(), "a\uDCFF\U0001F480", withGroups: true)), Is.EqualTo("1,2"));

    [Test]
    public void IsMatch_WordsInATextBeyondAsciiWithoutAContext_Answers() => Assert.That(new Re2Regex(@"\bx").IsMatch("é x"), Is.True);

    [TestCase("(a*)*b")]
    [TestCase("(a|b)*?c")]
    [TestCase("((a{0,30}){0,30})c")]
    [TestCase("(?:(a)|(b)|(ab)|(.))*c")]
    public void Matches_ManyWaysThroughALongText_EndAtTheBound(string pattern)
    {
        var context = new BuiltinTestContext { MaxSteps = 20_000_000 };
        var text = new string('a', 10 * 1024 * 1024);

        var error = Assert.Throws<RegoEvaluationException>(() => new Re2Regex(pattern).Matches(context, text, withGroups: true).Count())!;

        Assert.That(error.Code, Is.EqualTo(DiagnosticCodes.EvalCancel));
    }

    [Test]
    public void Matches_ManyGroupsInManyThreads_EndAtTheBoundOfMemory()
    {
        var context = new BuiltinTestContext { MaxBytes = 1 << 26 };
        var regex = new Re2Regex(string.Join('|', Enumerable.Repeat("(a)", 20_000)));

        var error = Assert.Throws<RegoEvaluationException>(() => regex.Matches(context, "a", withGroups: true).Count())!;

        Assert.That(error.Code, Is.EqualTo(DiagnosticCodes.EvalCancel));
        Assert.That(context.Bytes, Is.LessThan(1L << 27));
    }

    private static Re2Regex? TryCompile(PatternSample sample)
    {
        try
        {
            return new Re2Regex(sample.Pattern);
        }
        catch (PatternException)
        {
            return null;
        }
    }

    private static string Expected(PatternSample sample)
    {
        var text = sample.Text;
        var found = new List<Re2Match>();
        var parsed = Re2Parser.Parse(sample.Pattern);
        var previousEnd = -1;
        for (var at = 0; at <= text.Length && new ReferenceMatcher(parsed, text).Find(at) is { } groups;)
        {
            var (start, end) = groups[0];
            if (end > start || start != previousEnd)
            {
                found.Add(new Re2Match(text, groups));
            }

            at = end > at ? end : at + (at < text.Length ? GoText.RuneLength(text, at) : 1);
            previousEnd = end;
        }

        return Write(found);
    }

    private static string Write(IEnumerable<Re2Match> matches) =>
        string.Join(' ', matches.Select(match => string.Join(',', match.Groups.Select(group => $"{group.Start},{group.End}"))));
}
