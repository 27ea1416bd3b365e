using Deployer.Policy;
using Deployer.Tests.Support;
using Gatekeeper.Rego;
using Microsoft.Extensions.Logging.Abstractions;

namespace Deployer.Tests.Policy;

[TestFixture]
internal sealed class DeployerPolicyTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new TestFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [TestCase("artifact := {\"allow\": true}", true)]
    [TestCase("artifact := {\"allow\": true, \"reasons\": []}", true)]
    [TestCase("artifact := {\"allow\": false}", false)]
    [TestCase("artifact := {\"allow\": \"true\"}", false)]
    [TestCase("artifact := {\"allow\": 1}", false)]
    [TestCase("artifact := {\"allow\": null}", false)]
    [TestCase("artifact := {\"allow\": [true]}", false)]
    [TestCase("artifact := {}", false)]
    [TestCase("artifact := true", false)]
    [TestCase("artifact := [true]", false)]
    [TestCase("artifact := null", false)]
    [TestCase("artifact contains \"allow\"", false)]
    [TestCase("other := 1", false)]
    [TestCase("artifact := {\"allow\": true} if input.nothing", false)]
    [TestCase("artifact := {\"allow\": true}\n\nartifact := {\"allow\": false}", false)]
    public void MayUseArtifact_Answer_IsYesOnlyWhereAllowIsTrue(string rule, bool isAllowed)
    {
        WritePolicy(rule);
        Assert.That(PolicySnapshot.Load(_folder.Path).AskArtifact(RegoObject.Empty).IsAllowed, Is.EqualTo(isAllowed));
    }

    [Test]
    public void MayUseArtifact_Refused_GivesReasons()
    {
        WritePolicy("artifact := {\"allow\": false, \"reasons\": [\"too large\", 7]}");
        PolicyAnswer answer = PolicySnapshot.Load(_folder.Path).AskArtifact(RegoObject.Empty);
        Assert.That(answer.Reasons, Is.EqualTo((string[])["too large"]));
        Assert.That(answer.Revision, Does.StartWith("sha256:"));
    }

    [TestCase("artifact := ")]
    [TestCase("artifact := x")]
    public void Load_BrokenPolicy_Throws(string rule)
    {
        WritePolicy(rule);
        Assert.That(() => PolicySnapshot.Load(_folder.Path), Throws.InstanceOf<RegoCompilationException>().Or.InstanceOf<PolicyLoadException>());
    }

    [Test]
    public void Refresh_ChangedFiles_AreTakenAndBrokenOnesAreNot()
    {
        WritePolicy("artifact := {\"allow\": true}");
        using var policy = new DeployerPolicy(_folder.Path, PolicySnapshot.Load(_folder.Path), TimeProvider.System, NullLogger<DeployerPolicy>.Instance);
        string first = policy.Revision;

        WritePolicy("artifact := {\"allow\": tru");
        policy.Refresh();
        Assert.That((policy.Revision, policy.MayUseArtifact(RegoObject.Empty).IsAllowed), Is.EqualTo((first, true)));

        WritePolicy("artifact := {\"allow\": false}");
        policy.Refresh();
        Assert.That(policy.Revision, Is.Not.EqualTo(first));
        Assert.That(policy.MayUseArtifact(RegoObject.Empty).IsAllowed, Is.False);
    }

    private void WritePolicy(string rule) => _folder.Write("p.rego", $"package deployer\n\n{rule}\n\ncredentials := {{\"allow\": false}}\n");
}
