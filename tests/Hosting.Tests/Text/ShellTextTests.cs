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
    [TestCase("it's\\\u202e1", "$'it\\'s\\\\\\342\\200\\2561'")]
    public void Quote_Word_IsOneWordToAShell(string word, string expected) => Assert.That(ShellText.Quote(word), Is.EqualTo(expected));

    [Test]
    public void Quote_WhatATerminalObeys_IsWrittenByItsBytes() => Assert.That(ShellText.Quote("a\n\u001b[31mb"), Is.EqualTo("$'a\\012\\033[31mb'"));
}
