using Gateway.Contract.Validation;
using NUnit.Framework;

namespace Protos.Tests.Validation;

public sealed class FieldRulesTests
{
    [TestCase("a")]
    [TestCase("shop")]
    [TestCase("shop-2")]
    [TestCase("0")]
    [TestCase("a--b")]
    public void IsName_Name_IsTrue(string text) => Assert.That(FieldRules.IsName(text), Is.True);

    [TestCase("")]
    [TestCase("-")]
    [TestCase("-a")]
    [TestCase("a-")]
    [TestCase("Shop")]
    [TestCase("sh_op")]
    [TestCase("shop.")]
    [TestCase("shop\n")]
    [TestCase("shop\0")]
    [TestCase("shöp")]
    [TestCase("ѕhop")]
    [TestCase("a/b")]
    [TestCase("..")]
    public void IsName_Other_IsFalse(string text) => Assert.That(FieldRules.IsName(text), Is.False);

    [Test]
    public void IsName_Length_IsBounded()
    {
        Assert.That(FieldRules.IsName(new string('a', 63)), Is.True);
        Assert.That(FieldRules.IsName(new string('a', 64)), Is.False);
    }

    [TestCase("1.0.0", true)]
    [TestCase("v1.2.3-rc.1+build_7", true)]
    [TestCase("1", true)]
    [TestCase("", false)]
    [TestCase(".1", false)]
    [TestCase("-1", false)]
    [TestCase("1/2", false)]
    [TestCase("1 ", false)]
    [TestCase("1;ls", false)]
    [TestCase("1\n", false)]
    public void IsVersion_Text_IsTrueOnlyForVersions(string text, bool expected) => Assert.That(FieldRules.IsVersion(text), Is.EqualTo(expected));

    [Test]
    public void IsVersion_Length_IsBounded()
    {
        Assert.That(FieldRules.IsVersion(new string('1', 128)), Is.True);
        Assert.That(FieldRules.IsVersion(new string('1', 129)), Is.False);
    }

    [Test]
    public void IsDigest_OnlyLowerCaseSha256_IsTrue()
    {
        var hexadecimal = new string('a', 64);
        Assert.Multiple(() =>
        {
            Assert.That(FieldRules.IsDigest("sha256:" + hexadecimal), Is.True);
            Assert.That(FieldRules.IsDigest("SHA256:" + hexadecimal), Is.False);
            Assert.That(FieldRules.IsDigest("sha256:" + hexadecimal.ToUpperInvariant()), Is.False);
            Assert.That(FieldRules.IsDigest("sha256:" + hexadecimal[1..]), Is.False);
            Assert.That(FieldRules.IsDigest("sha256:" + hexadecimal + "a"), Is.False);
            Assert.That(FieldRules.IsDigest("sha512:" + hexadecimal + hexadecimal), Is.False);
            Assert.That(FieldRules.IsDigest(hexadecimal), Is.False);
        });
    }

    [TestCase("01234567-89ab-7def-8123-456789abcdef", true)]
    [TestCase("01234567-89AB-7def-8123-456789ABCDEF", true)]
    [TestCase("01234567-89ab-7def-8123-456789abcd\u0415f", false)]
    [TestCase("0123456789ab7def8123456789abcdef", false)]
    [TestCase("{01234567-89ab-7def-8123-456789abcdef}", false)]
    [TestCase("01234567-89ab-7def-8123-456789abcde", false)]
    [TestCase("01234567-89ab-7def-8123-456789abcdeg", false)]
    public void IsUuid_Text_IsTrueOnlyForDigitsOfEitherCaseWithHyphens(string text, bool expected) => Assert.That(FieldRules.IsUuid(text), Is.EqualTo(expected));

    [Test]
    public void FoldUuid_EitherCase_IsTheSame() =>
        Assert.That(FieldRules.FoldUuid("A987FBC9-4BED-3078-CF07-9141BA07C9F3"), Is.EqualTo(FieldRules.FoldUuid("a987fbc9-4bed-3078-cf07-9141ba07c9f3")));

    [TestCase("why\tnot\n", true)]
    [TestCase("escape \u001b[31m", false)]
    [TestCase("bell \a", false)]
    [TestCase("nul \0", false)]
    [TestCase("carriage \r", false)]
    [TestCase("c1 \u009b", false)]
    public void IsText_ControlCharacters_OnlyTabAndLineFeed(string text, bool expected) => Assert.That(FieldRules.IsText(text, 100), Is.EqualTo(expected));

    [Test]
    public void IsText_Length_IsCountedInBytes()
    {
        Assert.That(FieldRules.IsText("äää", 6), Is.True);
        Assert.That(FieldRules.IsText("äää", 5), Is.False);
    }

    [TestCase("data.yaml", true)]
    [TestCase("a/b c/ä.rego", true)]
    [TestCase("a/...", true)]
    [TestCase("", false)]
    [TestCase("/a", false)]
    [TestCase("a/", false)]
    [TestCase("a//b", false)]
    [TestCase("./a", false)]
    [TestCase("a/../b", false)]
    [TestCase("..", false)]
    [TestCase("a\nb", false)]
    [TestCase("a\0b", false)]
    public void IsRelativePath_Text_IsTrueOnlyForWhatStaysBelow(string text, bool expected) => Assert.That(FieldRules.IsRelativePath(text), Is.EqualTo(expected));

    [Test]
    public void IsRelativePath_TooLong_IsFalse()
    {
        Assert.That(FieldRules.IsRelativePath(new string('a', FieldRules.MaxPathBytes)), Is.True);
        Assert.That(FieldRules.IsRelativePath(new string('a', FieldRules.MaxPathBytes + 1)), Is.False);
    }
}
