using Deployer.Destinations;

namespace Deployer.Tests.Destinations;

[TestFixture]
internal sealed class NamePatternTests
{
    [TestCase("shop", "shop", true)]
    [TestCase("shop", "shopping", false)]
    [TestCase("shop", "workshop", false)]
    [TestCase("shop", "Shop", false)]
    [TestCase("*", "shop", true)]
    [TestCase("*", "", true)]
    [TestCase("", "", true)]
    [TestCase("", "shop", false)]
    [TestCase("shop-*", "shop-api", true)]
    [TestCase("shop-*", "shop-", true)]
    [TestCase("shop-*", "shop", false)]
    [TestCase("*-api", "shop-api", true)]
    [TestCase("*-api", "shop-api-2", false)]
    [TestCase("a*b*c", "a-b-b-c", true)]
    [TestCase("a*b*c", "a-c-b", false)]
    [TestCase("**", "shop", true)]
    [TestCase("s*p", "sp", true)]
    [TestCase("s?op", "shop", false)]
    [TestCase("s.op", "shop", false)]
    [TestCase("[a-z]*", "shop", false)]
    public void IsMatch_Pattern_MatchesTheWholeName(string pattern, string name, bool expected) => Assert.That(NamePattern.IsMatch(pattern, name), Is.EqualTo(expected));

    [Test]
    [CancelAfter(5000)]
    public void IsMatch_ManyStars_EndsSoon() => Assert.That(NamePattern.IsMatch(string.Concat(Enumerable.Repeat("*a", 100)) + "b", new string('a', 256)), Is.False);
}
