using NUnit.Framework;
using Rego.Values;

namespace Rego.Tests.Values;

public sealed class RegoNumberTests
{
    [TestCase("1", "1.0")]
    [TestCase("1", "1e0")]
    [TestCase("100", "1e2")]
    [TestCase("0", "-0")]
    [TestCase("0", "0e5000000")]
    [TestCase("1000000000000000000", "1e18")]
    [TestCase("1000000000000000000000", "1e21")]
    [TestCase("0.10", "1e-1")]
    [TestCase("1e400", "10e399")]
    public void Equals_OtherSpellingOfTheSameNumber_IsEqualWithTheSameHash(string left, string right)
    {
        RegoNumber a = RegoNumber.FromText(left), b = RegoNumber.FromText(right);
        Assert.That(a, Is.EqualTo(b));
        Assert.That(a.GetHashCode(), Is.EqualTo(b.GetHashCode()));
        Assert.That(a.CompareTo(b), Is.Zero);
    }

    [TestCase("1", "2")]
    [TestCase("-1", "0.5")]
    [TestCase("9007199254740992", "9007199254740993")]
    [TestCase("9007199254740992.1", "9007199254740992.2")]
    [TestCase("9223372036854775807", "9223372036854775808")]
    [TestCase("1e-9999999", "1")]
    [TestCase("9", "1e999999999")]
    [TestCase("-1e999999999", "-9")]
    public void CompareTo_LargerNumber_IsExact(string small, string large)
    {
        RegoNumber a = RegoNumber.FromText(small), b = RegoNumber.FromText(large);
        Assert.That(a.CompareTo(b), Is.Negative);
        Assert.That(b.CompareTo(a), Is.Positive);
        Assert.That(a, Is.Not.EqualTo(b));
    }

    [TestCase("1.0")]
    [TestCase("1e2")]
    [TestCase("-0")]
    [TestCase("123456789012345678901234567890.5")]
    public void ToString_OfAnySpelling_KeepsIt(string text) => Assert.That(RegoNumber.FromText(text).ToString(), Is.EqualTo(text));
}
