using Gatectl.CommandLine;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Audit;

public class AuditCommandTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("verify")]
    [TestCase("list")]
    public async Task Audit_WithoutALog_IsAUsageFailure(string verb)
    {
        var run = await CommandRun.RunAsync(_folder.Path, "audit", verb);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Error, Does.Contain("there is no audit log"));
        });
    }

    [Test]
    public async Task Verify_WithoutTheKey_IsAUsageFailure()
    {
        _folder.File(".gate/gatekeeper/audit/checkpoint", "");
        var run = await CommandRun.RunAsync(_folder.Path, "audit", "verify");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Error, Does.Contain("--key"));
        });
    }

    [Test]
    public async Task Verify_WithAKeyThatIsNone_IsAUsageFailure()
    {
        _folder.File("gatekeeper/audit/checkpoint", "");
        _folder.File("gatekeeper/keys/audit.vkey", "not a key");
        var run = await CommandRun.RunAsync(_folder.Path, "audit", "verify", "--state", "gatekeeper");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Error, Does.Contain("no verifier key"));
        });
    }

    [Test]
    public async Task Verify_MoreKeysThanLogs_IsAUsageFailure()
    {
        var run = await CommandRun.RunAsync(_folder.Path, "audit", "verify", "--log", "a", "--key", "k1", "--key", "k2");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
    }
}
