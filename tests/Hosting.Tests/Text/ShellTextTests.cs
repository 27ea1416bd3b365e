using System.Diagnostics;
using Gateway.Hosting.Text;

namespace Hosting.Tests.Text;

public class ShellTextTests
{
    [TestCase(".gate/ca.pem", ".gate/ca.pem")]
    [TestCase("", "''")]
    [TestCase("my gate", "'my gate'")]
    [TestCase("it's", "'it'\\''s'")]
    [TestCase("$(rm -r)", "'$(rm -r)'")]
    [TestCase("a; b", "'a; b'")]
    [TestCase("it's\\\u202e1", "$'it\\047s\\\\\\342\\200\\2561'")]
    public void Quote_Word_IsOneWordToAShell(string word, string expected) => Assert.That(ShellText.Quote(word), Is.EqualTo(expected));

    // To a shell without $'' (dash), a backslash does not keep a quote from ending the word.
    [TestCase("bash")]
    [TestCase("sh")]
    public void Quote_QuoteBesideWhatIsNotSeen_RunsNothingInAnyShell(string shell)
    {
        var start = new ProcessStartInfo(shell, ["-c", $"printf '%s' {ShellText.Quote("a'; echo obeyed #\n")}"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;

        Assert.That(process.StandardOutput.ReadToEnd(), Does.Not.StartWith("obeyed").And.Not.Contain("\nobeyed"));
        Assert.That(ShellText.Quote("a'; echo obeyed #\n").Count(c => c == '\''), Is.EqualTo(2));
    }

    [Test]
    public void Quote_WhatATerminalObeys_IsWrittenByItsBytes() => Assert.That(ShellText.Quote("a\n\u001b[31mb"), Is.EqualTo("$'a\\012\\033[31mb'"));
}
