using Gateway.Hosting.Settings;

namespace Hosting.Tests.Settings;

[TestFixture]
internal sealed class CommandLineFormTests
{
    [TestCase]
    [TestCase("--Program:A=1", "--Program:B=", "--Program:C", "x y")]
    public void Require_KeysWithValues_Passes(params string[] arguments) => Assert.That(() => CommandLineForm.Require(arguments, "Program"), Throws.Nothing);

    [TestCase("'foo' on the command line is no key", "foo")]
    [TestCase("'a=b' on the command line is no key", "a=b")]
    [TestCase("'/A=b' on the command line is no key", "/A=b")]
    [TestCase("'-Program:A=1' on the command line is no key", "-Program:A=1")]
    [TestCase("'--' on the command line is no key", "--")]
    [TestCase("'--=1' on the command line is no key", "--=1")]
    [TestCase("'' on the command line is no key", "--Program:A", "1", "")]
    [TestCase("'--Program:A' on the command line has no value", "--Program:A")]
    [TestCase("'--Program:A' on the command line has no value", "--Program:A", "--Program:B=1")]
    public void Require_AnythingElse_IsRefusedByName(string expected, params string[] arguments) => Assert.That(
        () => CommandLineForm.Require(arguments, "Program"),
        Throws.TypeOf<ConfigurationException>().With.Message.EqualTo($"{expected}. Valid is --Program:KEY=VALUE."));
}
