using Gatectl.CommandLine;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Gates;

public class GateConnectionTests
{
    [Test]
    public async Task Call_GateThatIsNotThere_IsUnavailable()
    {
        using var directory = new TemporaryDirectory();
        var run = await CommandRun.RunAsync(directory.Path, "list", "--url", "https://127.0.0.1:1");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Unavailable));
            Assert.That(run.Error, Does.Contain("cannot be reached").And.Not.Contain("   at "));
        });
    }

    [Test]
    public async Task Call_CertificateOfAnUnknownAuthority_IsRefused()
    {
        await using var gate = await FakeGate.StartAsync();
        var run = await CommandRun.RunAsync(gate.Paths.Root, "list", "--url", gate.Url);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Unavailable));
            Assert.That(run.Error, Does.Contain("not trusted").And.Contain("--ca"));
            Assert.That(gate.Service.Calls, Is.Empty);
        });
    }

    [Test]
    public async Task Call_CertificateOfAnotherAuthority_IsRefused()
    {
        await using var gate = await FakeGate.StartAsync();
        await using var other = await FakeGate.StartAsync();
        var run = await CommandRun.RunAsync(gate.Paths.Root, "list", "--url", gate.Url, "--ca", other.Paths.Ca);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Unavailable));
            Assert.That(gate.Service.Calls, Is.Empty);
        });
    }

    [Test]
    public async Task Call_TokenLongerThanAnyGateTakes_IsNotSent()
    {
        await using var gate = await FakeGate.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(gate.Paths.Root, "long.jwt"), new string('a', 17_842));
        var run = await CommandRun.RunAsync(gate.Paths.Root, "list", "--url", gate.Url, "--ca", gate.Paths.Ca, "--token-file", "long.jwt");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Unauthenticated), run.Error);
            Assert.That(run.Error, Does.Contain("17842 characters").And.Contain("make the token shorter"));
            Assert.That(gate.Service.Calls, Is.Empty);
        });
    }

    [Test]
    public async Task Call_NamedAuthorityAndToken_SendsTheToken()
    {
        await using var gate = await FakeGate.StartAsync();
        gate.Service.Pages.Enqueue(new());
        var run = await CommandRun.RunAsync(
            gate.Paths.Root, "list", "--url", gate.Url, "--ca", gate.Paths.Ca, "--token-file", "tokens/alice.jwt");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(gate.Service.Calls.Single().Headers.GetValue("authorization"), Is.EqualTo("Bearer token-of-alice"));
        });
    }
}
