using Deployer.Configuration;
using Deployer.Hosting;

namespace Deployer.Tests.Hosting;

[TestFixture]
internal sealed class FileGuardTests
{
    private string _root = null!;

    [SetUp]
    public void Make() => _root = Directory.CreateTempSubdirectory("guard-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_root, recursive: true);

    /// <summary>The deployer makes its directory in the one of all: whatever that was judged for, it is to become the deployer's.</summary>
    [TestCase("{application}/{environment}")]
    [TestCase("shop/test")]
    public void JudgeOf_TargetsOfSeveralPlaces_HasTheDirectoryInWhichTheyAreMade(string below)
    {
        var options = new DeployerOptions { StateDirectory = "/var/lib/deployer", Socket = Path.Combine(_root, "deployer.sock") };
        options.Allow.Add(new AllowOptions { Targets = { $"directory:{Path.Combine(_root, below)}" } });

        Assert.That(FileGuard.JudgeOf(options).OwnDirectories, Is.EqualTo(new[] { "/var/lib/deployer", _root }));
    }

    [Test]
    public void WrittenFor_ADirectoryThatIsThere_IsIt()
    {
        var there = Directory.CreateDirectory(Path.Combine(_root, "test")).FullName;

        Assert.That(FileGuard.WrittenFor(there), Is.EqualTo(there));
        Assert.That(FileGuard.WrittenFor("/srv"), Is.EqualTo("/srv"), "it is the target itself");
    }

    [Test]
    public void WrittenFor_ADirectoryThatIsNot_IsTheNearestThatIs() =>
        Assert.That(FileGuard.WrittenFor(Path.Combine(_root, "a", "b", "c")), Is.EqualTo(_root));

    [TestCase("/there-is-none/a")]
    [TestCase("/var/there-is-none/a")]
    public void WrittenFor_ADirectoryToBeMadeInOneOfTheSystem_IsNone(string target) => Assert.That(FileGuard.WrittenFor(target), Is.Null);
}
