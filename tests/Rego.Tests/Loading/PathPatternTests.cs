using Rego.Loading;

namespace Rego.Tests.Loading;

public sealed class PathPatternTests
{
    [TestCase(".*", ".git", true)]
    [TestCase(".*", "a.rego", false)]
    [TestCase("*_test.rego", "a_test.rego", true)]
    [TestCase("*_test.rego", "a_test.rego.bak", false)]
    [TestCase("a*b*c", "axxbyybzzc", true)]
    [TestCase("a?c", "abc", true)]
    [TestCase("a?c", "ac", false)]
    [TestCase("[a-c]x", "bx", true)]
    [TestCase("[^a-c]x", "bx", false)]
    [TestCase("[]a]", "]", true)]
    [TestCase("\\*", "*", true)]
    [TestCase("\\*", "a", false)]
    [TestCase("[", "[", false)]
    [TestCase("[a", "a", false)]
    [TestCase("*", "", true)]
    [TestCase("", "", true)]
    [TestCase("", "a", false)]
    [TestCase("", "*", false)]
    public void IsMatch_OfAName_IsOfAllOfIt(string pattern, string name, bool isMatch) =>
        Assert.That(PathPattern.IsMatch(pattern, name), Is.EqualTo(isMatch));

    [Test]
    public void IsMatch_ManyStars_EndsSoon() =>
        Assert.That(PathPattern.IsMatch(string.Concat(Enumerable.Repeat("*a", 50)), new string('b', 200)), Is.False);
}
