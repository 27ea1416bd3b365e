using Rego.Builtins;

namespace Rego.Tests.Builtins;

[TestFixture]
public sealed class GoCaseTests
{
    [TestCase("ADMİN", "admin")]
    [TestCase("ÀÉ", "àé")]
    [TestCase("ẞK", "ßk")]
    public void ToLower_Letters_AreThoseOfGo(string text, string expected) => Assert.That(GoCase.ToLower(text), Is.EqualTo(expected));

    [TestCase("admın", "ADMIN")]
    [TestCase("ſhop", "SHOP")]
    [TestCase("straße", "STRAßE")]
    public void ToUpper_Letters_AreThoseOfGo(string text, string expected) => Assert.That(GoCase.ToUpper(text), Is.EqualTo(expected));
}
