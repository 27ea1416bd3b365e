using Deployer.Policy;
using Deployer.Tests.Support;
using Gateway.Hosting.Revisions;
using Rego.Values;

namespace Deployer.Tests.Policy;

[TestFixture]
internal sealed class DeployerPolicyTests
{
    private TestDirectory _directory = null!;

    [SetUp]
    public void Create() => _directory = new TestDirectory();

    [TearDown]
    public void Remove() => _directory.Dispose();

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
        Assert.That(Ask().IsAllowed, Is.EqualTo(isAllowed));
    }

    [Test]
    public void MayUseArtifact_Refused_GivesReasons()
    {
        WritePolicy("artifact := {\"allow\": false, \"reasons\": [\"too large\", 7]}");
        var answer = Ask();
        Assert.That(answer.Reasons, Is.EqualTo((string[])["too large"]));
        Assert.That(answer.Revision, Does.StartWith("sha256:"));
    }

    [Test]
    public void MayUseArtifact_PoliciesChange_TheNewestLoadedDecide()
    {
        WritePolicy("artifact := {\"allow\": true}");
        var revisions = Open();
        var policy = new DeployerPolicy(revisions);
        var first = policy.MayUseArtifact(RegoObject.Empty);
        WritePolicy("artifact := {\"allow\": false}");

        Assert.That(() => LookAndAsk().IsAllowed, Is.False.After(10_000, 20));
        Assert.That((first.IsAllowed, LookAndAsk().Revision), Is.EqualTo((true, revisions.Current.Digest)));

        PolicyAnswer LookAndAsk()
        {
            revisions.Look();
            return policy.MayUseArtifact(RegoObject.Empty);
        }
    }

    private PolicyAnswer Ask() => new DeployerPolicy(Open()).MayUseArtifact(RegoObject.Empty);

    private RevisionStore Open() => OpenedRevisions.Open(_directory.Combine("policies"), _directory.Path);

    private void WritePolicy(string rule)
    {
        _directory.WriteFaultless("policies");
        _directory.Write("policies/deployer/p.rego", $"package deployer\n\n{rule}\n\ncredentials := {{\"allow\": false}}\n");
    }
}
