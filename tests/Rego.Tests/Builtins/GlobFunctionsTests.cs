using NUnit.Framework;
using Rego.Values;

namespace Rego.Tests.Builtins;

public sealed class GlobFunctionsTests
{
    [TestCase("*.github.com", "[\".\"]", "api.github.com", true)]
    [TestCase("*.github.com", "[\".\"]", "a.b.github.com", false)]
    [TestCase("*.github.com", "[]", "a.b.github.com", false)]
    [TestCase("**.github.com", "[\".\"]", "a.b.github.com", true)]
    [TestCase("*hub.com", "null", "api.cdn.github.com", true)]
    [TestCase("{cat,bat,[fr]at}", "[]", "rat", true)]
    [TestCase("[!a-c]x", "[]", "dx", true)]
    [TestCase("?at", "[]", "at", false)]
    [TestCase(@"a\\*b", "[]", "a*b", true)]
    public void Match_OfAPattern_RespectsDelimiters(string pattern, string delimiters, string text, bool expected) =>
        Assert.That(Call.Json("glob.match", $"\"{pattern}\"", delimiters, $"\"{text}\""), Is.EqualTo(RegoBoolean.From(expected)));

    [Test]
    public void Match_LongDelimiter_FailsInOpasWords() =>
        Assert.That(
            Call.Error("glob.match", "\"*\"", "[\"ab\"]", "\"x\""),
            Is.EqualTo("glob.match: operand 2 must be array of runes but got array containing string"));

    [TestCase("[", 1, "unexpected end of input")]
    [TestCase("é[abc", 6, "unexpected end of input")]
    [TestCase("[]", 2, "could not parse range")]
    [TestCase("[!]", 3, "could not parse range")]
    [TestCase("[c-a]", 5, "range hi character is less than lo")]
    [TestCase("[a-cd]", 5, "expected close range character")]
    [TestCase("{a,b", 4, "unclosed `{`")]
    [TestCase("a\\\\", 2, "trailing backslash")]
    public void Match_GlobOutOfOrder_TellsTheByteAndTheReason(string glob, int at, string reason) =>
        Assert.That(Call.Error("glob.match", $"\"{glob}\"", "[]", "\"x\""), Is.EqualTo($"glob.match: glob: syntax error at {at}: {reason}"));

    [Test]
    public void QuoteMeta_OfAPattern_EscapesIt() =>
        Assert.That(Call.Json("glob.quote_meta", "\"*.com\"").ToString(), Is.EqualTo("\"\\\\*.com\""));
}
