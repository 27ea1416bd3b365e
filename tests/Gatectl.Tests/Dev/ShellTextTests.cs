using Gatectl.Dev;

namespace Gatectl.Tests.Dev;

public class ShellTextTests
{
    [TestCase(".gate/ca.pem", ".gate/ca.pem")]
    [TestCase("", "''")]
    [TestCase("my gate", "'my gate'")]
    [TestCase("it's", "'it'\\''s'")]
    [TestCase("$(rm -r)", "'$(rm -r)'")]
    public void Quote_Word_IsOneWordToAShell(string word, string expected) => Assert.That(ShellText.Quote(word), Is.EqualTo(expected));
}
