using Deployer.Targets.Directories;
using Deployer.Tests.Support;

namespace Deployer.Tests.Targets.Directories;

[TestFixture]
internal sealed class DirectoryPlaceTests
{
    [TestCase("/srv/shop", "/srv/shop", true)]
    [TestCase("/srv/shop", "/srv/shop/", true)]
    [TestCase("/srv/shop/test", "/srv/shop", true)]
    [TestCase("/srv/shopping", "/srv/shop", false)]
    [TestCase("/srv", "/srv/shop", false)]
    [TestCase("/srv/Shop", "/srv/shop", false)]
    [TestCase("/srv/shop/test", "/", true)]
    [TestCase("/srv/shop/test", "/srv/{application}/{environment}", true)]
    [TestCase("/srv/shop/test/x", "/srv/{application}/{environment}", true)]
    [TestCase("/srv/shop/testing", "/srv/{application}/{environment}", false)]
    [TestCase("/srv/cart/test", "/srv/{application}", false)]
    public void IsWithin_Path_IsComparedPartByPart(string path, string rule, bool expected) =>
        Assert.That(DirectoryPlace.IsWithin(path, rule, "shop", "test"), Is.EqualTo(expected));

    [TestCase("/srv", true)]
    [TestCase("/srv/a..b", true)]
    [TestCase("/srv/{application}", true)]
    [TestCase("/", false)]
    [TestCase("", false)]
    [TestCase("srv", false)]
    [TestCase("/srv/", false)]
    [TestCase("/srv//x", false)]
    [TestCase("/srv/./x", false)]
    [TestCase("/srv/../x", false)]
    [TestCase("/srv/x\n", false)]
    public void IsPlain_Path_HasOneFormAlone(string path, bool expected) => Assert.That(DirectoryPlace.IsPlain(path), Is.EqualTo(expected));

    [Test]
    public void IsWithin_Links_AreTheOperatorsOnlyInTheFixedPartOfTheRule()
    {
        using var directory = new TestDirectory();
        Directory.CreateDirectory(directory.Combine("real", "shop"));
        Directory.CreateDirectory(directory.Combine("elsewhere", "test"));
        File.CreateSymbolicLink(directory.Combine("www"), directory.Combine("real"));
        File.CreateSymbolicLink(directory.Combine("real", "cart"), directory.Combine("elsewhere"));
        File.CreateSymbolicLink(directory.Combine("real", "shop", "stage"), "/nowhere");
        bool IsWithin(string path, string rule, string application = "shop") => DirectoryPlace.IsWithin(directory.Combine(path), directory.Combine(rule), application, "test");
        Assert.Multiple(() =>
        {
            Assert.That(IsWithin("www/shop/test", "www"), Is.True, "what the rule itself names");
            Assert.That(IsWithin("www/cart/test", "www"), Is.False);
            Assert.That(IsWithin("real/cart", "real"), Is.False);
            Assert.That(IsWithin("real/cart/test", "real/{application}", "cart"), Is.False);
            Assert.That(IsWithin("real/cart/test", "real/cart"), Is.True, "what the rule itself names");
            Assert.That(IsWithin("real/shop/stage", "real/shop"), Is.False, "a link to nowhere");
            Assert.That(IsWithin("real/shop/new/deeper", "real/shop"), Is.True, "what is not there yet");
        });
    }
}
