using Gatectl.CommandLine;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Gates;

public class GateLocatorTests
{
    private const string Nowhere = "https://127.0.0.1:1";

    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [TestCase("http://gate.example:8443")]
    [TestCase("gate.example:8443")]
    [TestCase("https://gate.example/v1")]
    [TestCase("https://user@gate.example")]
    [TestCase("https://gate.example?x=1")]
    [TestCase("file:///etc/passwd")]
    public async Task Locate_UrlThatIsNoGate_IsAUsageFailure(string url)
    {
        var run = await CommandRun.RunAsync(_directory.Path, "list", "--url", url);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Error, Does.Contain(url));
        });
    }

    [TestCase("--as", "alice")]
    [TestCase("--state", ".")]
    public async Task Locate_UrlAndALocalChoice_IsAUsageFailure(params string[] more)
    {
        var run = await CommandRun.RunAsync(_directory.Path, ["list", "--url", Nowhere, .. more]);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
    }

    [TestCase("")]
    [TestCase("two words")]
    [TestCase("line\nline")]
    public async Task Locate_TokenFileThatHoldsNoToken_IsAUsageFailure(string content)
    {
        var file = _directory.File("token", content);
        var run = await CommandRun.RunAsync(_directory.Path, "list", "--url", Nowhere, "--token-file", file);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Error, Does.Contain(file));
        });
    }

    [TestCase("{", "not a gate's description")]
    [TestCase("{}", "not a gate's description")]
    [TestCase("null", "describes no gate")]
    public async Task Locate_DamagedDescription_IsAUsageFailure(string content, string expected)
    {
        _directory.File(".gate/dev.json", content);
        var run = await CommandRun.RunAsync(_directory.Path, "list");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Error, Does.Contain(expected));
        });
    }

    [Test]
    public async Task Locate_UnknownCaller_NamesThoseThatThereAre()
    {
        await using var gate = await FakeGate.StartAsync();
        var run = await gate.RunAsync("list", "--as", "mallory");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Error, Does.Contain("alice, shop-ci").And.Contain("gatectl dev token").And.Contain("--token-file"));
        });
    }
}
