using Gatectl.CommandLine;
using Gatectl.Gates;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Gates;

public class TokenCommandTests
{
    [TestCase("printf 'a.b.c'")]
    [TestCase("echo; echo ' a.b.c '; echo beside >&2")]
    public async Task Run_OneToken_IsIt(string commandLine)
    {
        using var directory = new TemporaryDirectory();
        Assert.That(await new TokenCommand(commandLine, directory.Path).RunAsync(CancellationToken.None), Is.EqualTo("a.b.c"));
    }

    [Test]
    public async Task Run_TokenLongerThanAnyGateTakes_IsToldWithWhatToDo()
    {
        using var directory = new TemporaryDirectory();
        Assert.That(await Made(16_384), Has.Length.EqualTo(16_384));
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => Made(16_385));
        Assert.Multiple(() =>
        {
            Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.Unauthenticated));
            Assert.That(failure.Reason, Is.EqualTo("TOKEN_TOO_LONG"));
            Assert.That(failure.Message, Is.EqualTo("the token has 16385 characters, and a gate takes at most 16384."));
            Assert.That(failure.Advice, Does.Contain("fewer groups"));
        });

        Task<string> Made(int length) => new TokenCommand($"head -c {length} /dev/zero | tr '\\0' a", directory.Path).RunAsync(CancellationToken.None);
    }

    [TestCase("echo a; echo b", "did not print one token, and nothing else, on its standard output: there is a blank or a line break inside")]
    [TestCase("echo Bearer a.b.c", "did not print one token, and nothing else, on its standard output: there is a blank or a line break inside; valid is the token alone, without Bearer before it.")]
    [TestCase("true", "did not print one token, and nothing else, on its standard output: there is nothing in it.")]
    [TestCase("head -c 70000 /dev/zero | tr '\\0' a", "did not print one token, and nothing else, on its standard output: it is longer than 65536 bytes.")]
    [TestCase("printf 'a\\033b'", "did not print one token, and nothing else, on its standard output: there is a character inside that no token has.")]
    [TestCase("echo a.b.c; echo no network >&2; exit 7", "ended with exit code 7: no network")]
    [TestCase("echo a.b.c; head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 1", "ended with exit code 1: xxx")]
    [TestCase("echo a.b.c; sleep 60", "has not ended within 1 s")]
    [TestCase("(sleep 60 &); echo a.b.c", "has not ended within 1 s")]
    [TestCase("yes", "has not ended within 1 s")]
    public async Task Run_NoToken_FailsInTime(string commandLine, string message)
    {
        using var directory = new TemporaryDirectory();
        var command = new TokenCommand(commandLine, directory.Path) { Timeout = TimeSpan.FromSeconds(1) };
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => command.RunAsync(CancellationToken.None));
        Assert.Multiple(() =>
        {
            Assert.That(failure!.ExitCode, Is.EqualTo(ExitCode.Unauthenticated));
            Assert.That(failure.Message, Does.StartWith($"the token command {message}").And.Length.LessThan(3000));
        });
    }
}
