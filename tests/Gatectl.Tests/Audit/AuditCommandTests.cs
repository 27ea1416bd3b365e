using Gatectl.CommandLine;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Audit;

public class AuditCommandTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [TestCase("verify")]
    [TestCase("list")]
    public async Task Audit_WithoutALog_IsAUsageFailure(string verb)
    {
        var run = await CommandRun.RunAsync(_directory.Path, "audit", verb);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Error, Does.Contain("there is no audit log"));
        });
    }

    [Test]
    public async Task Verify_WithoutTheKey_IsAUsageFailure()
    {
        _directory.File(".gate/gatekeeper/audit/checkpoint", "");
        var run = await CommandRun.RunAsync(_directory.Path, "audit", "verify");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Error, Does.Contain("--key"));
        });
    }

    [Test]
    public async Task Verify_WithAKeyThatIsNone_IsAUsageFailure()
    {
        _directory.File("gatekeeper/audit/checkpoint", "");
        _directory.File("gatekeeper/keys/audit.vkey", "not a key");
        var run = await CommandRun.RunAsync(_directory.Path, "audit", "verify", "--state", "gatekeeper");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Error, Does.Contain("no verifier key"));
        });
    }

    [Test]
    public async Task Verify_MoreKeysThanLogs_IsAUsageFailure()
    {
        var run = await CommandRun.RunAsync(_directory.Path, "audit", "verify", "--log", "a", "--key", "k1", "--key", "k2");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
    }
}
