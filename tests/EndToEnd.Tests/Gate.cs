using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>The one local gate that most tests share.</summary>
[SetUpFixture]
internal sealed class Gate
{
    private static TemporaryDirectory? _directory;
    private static DevProcess? _dev;

    public static DevProcess Dev => _dev ?? throw new InvalidOperationException("The gate is not started.");

    public static Curl Curl => new(Dev);

    public static NodeGrpc Node => new(Dev);

    /// <summary>Runs the built <c>gatectl</c> on the shared gate.</summary>
    public static Task<ProcessRun> GatectlAsync(params string[] arguments) =>
        ProcessRun.RunAsync(Repository.Gatectl, [.. arguments, "--state", Dev.State]);

    /// <summary>A token with other properties than those of the demo callers.</summary>
    public static async Task<string> TokenAsync(string subject, params string[] options)
    {
        var run = await GatectlAsync(["dev", "token", subject, .. options]);
        Assert.That(run.ExitCode, Is.Zero, run.All);
        return run.Out.Trim();
    }

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        _directory = new TemporaryDirectory();
        _dev = await DevProcess.StartAsync(_directory.Sub("state"));
    }

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        await GuideMachine.CloseAsync();
        if (_dev is not null)
        {
            var exitCode = await _dev.StopAsync();
            Assert.That(exitCode, Is.Zero, _dev.Output);
            await _dev.DisposeAsync();
        }

        _directory?.Dispose();
    }
}
