using Gatectl.CommandLine;

namespace Gatectl.Tests.CommandLine;

public class TerminalTextTests
{
    [TestCase("plain text, Grüße, 日本", "plain text, Grüße, 日本")]
    [TestCase("\u001b[31mred", "\\u{1b}[31mred")]
    [TestCase("one\r\ntwo\ttabs", "one\\u{d}\\u{a}two\\u{9}tabs")]
    [TestCase("c1 \u009b2J", "c1 \\u{9b}2J")]
    [TestCase("bidi \u202e\u2066", "bidi \\u{202e}\\u{2066}")]
    [TestCase("lines \u2028\u2029", "lines \\u{2028}\\u{2029}")]
    [TestCase("nul \0 del \u007f", "nul \\u{0} del \\u{7f}")]
    [TestCase("zero\u200bwidth\ufeff", "zero\\u{200b}width\\u{feff}")]
    public void Escape_Text_ShowsWhatWouldSteerATerminal(string text, string expected) =>
        Assert.That(TerminalText.Escape(text), Is.EqualTo(expected));

    [Test]
    public void Escape_LoneSurrogate_IsShownAsReplacement() =>
        Assert.That(TerminalText.Escape("a\ud800b"), Is.EqualTo("a\\u{fffd}b"));

    [Test]
    public void Escape_LongText_IsCut()
    {
        var shown = TerminalText.Escape(new string('x', TerminalText.MaxCharacters * 3));
        Assert.That(shown, Has.Length.EqualTo(TerminalText.MaxCharacters + " … (cut)".Length).And.EndsWith(" … (cut)"));
    }

    [TestCase(null)]
    [TestCase("")]
    public void Escape_Nothing_IsEmpty(string? text) => Assert.That(TerminalText.Escape(text), Is.Empty);
}
