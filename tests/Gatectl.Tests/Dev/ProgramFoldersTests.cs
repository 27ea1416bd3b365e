using Gatectl.CommandLine;
using Gatectl.Dev;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Dev;

public class ProgramFoldersTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("all", "all/deployer")]
    [TestCase("gatectl", "deployer/deployer")]
    public void Find_PublishedProgram_IsBesideThisOne(string here, string program)
    {
        var file = _folder.File(program, "");
        Assert.That(new ProgramFolders(Path.Combine(_folder.Path, here)).Find("deployer").FileName, Is.EqualTo(file));
    }

    [TestCase("Debug")]
    [TestCase("Release")]
    public void Find_BuiltProgram_IsInTheSourceTreeInTheSameConfiguration(string configuration)
    {
        _folder.File("Gateway.sln", "");
        _folder.File("deployer/bin/Debug/net10.0/deployer", "");
        _folder.File("deployer/bin/Release/net10.0/deployer", "");
        var found = new ProgramFolders(Path.Combine(_folder.Path, "gatectl", "bin", configuration, "net10.0")).Find("deployer");
        Assert.That(found.FileName, Is.EqualTo(Path.Combine(_folder.Path, "deployer", "bin", configuration, "net10.0", "deployer")));
    }

    [Test]
    public void Find_NoProgram_SaysWhereItLooked() =>
        Assert.That(() => new ProgramFolders(_folder.Path).Find("deployer"), Throws.TypeOf<CommandFailure>().With.Message.Contains(_folder.Path));

    [Test]
    public void Policies_InASourceTree_AreTheSources()
    {
        _folder.File("Gateway.sln", "");
        _folder.File("policies/a.rego", "");
        _folder.File("gatectl/bin/Debug/net10.0/policies/a.rego", "");
        var found = new ProgramFolders(Path.Combine(_folder.Path, "gatectl/bin/Debug/net10.0")).Policies();
        Assert.That(found, Is.EqualTo(Path.Combine(_folder.Path, "policies")));
    }

    [Test]
    public void Policies_Published_AreBesideTheProgram()
    {
        _folder.File("gatectl/policies/a.rego", "");
        Assert.That(new ProgramFolders(Path.Combine(_folder.Path, "gatectl")).Policies(), Is.EqualTo(Path.Combine(_folder.Path, "gatectl", "policies")));
    }
}
