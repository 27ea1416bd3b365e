using Deployer.Configuration;

namespace Deployer.Tests.Configuration;

[TestFixture]
internal sealed class PlaceholdersTests
{
    [TestCase("/srv/{application}-{environment}", true)]
    [TestCase("/srv/{environment}{application}/x", true)]
    [TestCase("/srv/x-{application}-to-{environment}-y/z", true)]
    [TestCase("https://releases.example/{application}-{environment}", true)]
    [TestCase("/srv/{application}/{environment}", false)]
    [TestCase("/srv/x-{application}/{environment}-y", false)]
    [TestCase("/srv/{application}.{environment}", false)]
    [TestCase("/srv/{application}_{environment}", false)]
    [TestCase("/srv/{application}-{environment}/{application}", false)]
    [TestCase("/srv/{application}", false)]
    [TestCase("/srv/x", false)]
    public void MayCollide_Template_IsWhereNeitherNameStandsApart(string template, bool expected)
    {
        Assert.That(Placeholders.MayCollide(template), Is.EqualTo(expected));
        if (expected)
        {
            Assert.That(Placeholders.Fill(template, "a", "b"), Is.Not.EqualTo(template));
        }
    }
}
