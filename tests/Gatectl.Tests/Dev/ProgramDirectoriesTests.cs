using Gatectl.CommandLine;
using Gatectl.Dev;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Dev;

public class ProgramDirectoriesTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [TestCase("all", "all/deployer")]
    [TestCase("gatectl", "deployer/deployer")]
    public void Find_PublishedProgram_IsBesideThisOne(string here, string program)
    {
        var file = _directory.File(program, "");
        Assert.That(new ProgramDirectories(Path.Combine(_directory.Path, here)).Find("deployer").FileName, Is.EqualTo(file));
    }

    [TestCase("Debug")]
    [TestCase("Release")]
    public void Find_BuiltProgram_IsInTheSourceTreeInTheSameConfiguration(string configuration)
    {
        _directory.File("Gateway.sln", "");
        _directory.File("deployer/bin/Debug/net10.0/deployer", "");
        _directory.File("deployer/bin/Release/net10.0/deployer", "");
        var found = new ProgramDirectories(Path.Combine(_directory.Path, "gatectl", "bin", configuration, "net10.0")).Find("deployer");
        Assert.That(found.FileName, Is.EqualTo(Path.Combine(_directory.Path, "deployer", "bin", configuration, "net10.0", "deployer")));
    }

    [Test]
    public void Find_NoProgram_SaysWhereItLooked() =>
        Assert.That(() => new ProgramDirectories(_directory.Path).Find("deployer"), Throws.TypeOf<CommandFailure>().With.Message.Contains(_directory.Path));

    [Test]
    public void Policies_InASourceTree_AreTheSources()
    {
        _directory.File("Gateway.sln", "");
        _directory.File("policies/a.rego", "");
        _directory.File("gatectl/bin/Debug/net10.0/policies/a.rego", "");
        var found = new ProgramDirectories(Path.Combine(_directory.Path, "gatectl/bin/Debug/net10.0")).Policies();
        Assert.That(found, Is.EqualTo(Path.Combine(_directory.Path, "policies")));
    }

    [Test]
    public void Policies_Published_AreBesideTheProgram()
    {
        _directory.File("gatectl/policies/a.rego", "");
        Assert.That(new ProgramDirectories(Path.Combine(_directory.Path, "gatectl")).Policies(), Is.EqualTo(Path.Combine(_directory.Path, "gatectl", "policies")));
    }
}
