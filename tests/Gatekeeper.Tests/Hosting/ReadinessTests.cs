using System.Diagnostics;
using Gatekeeper.Hosting;
using Gatekeeper.Tests.Support;
using Gateway.Hosting.Audit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Gatekeeper.Tests.Hosting;

/// <summary>That the gate notices by itself, while nobody calls, what it could not do for a call.</summary>
public sealed class ReadinessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private Gate _gate = null!;
    private Readiness _readiness = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _gate = await Gate.StartAsync(keepsRecords: true);
        _readiness = _gate.Services.GetRequiredService<Readiness>();
        await WaitForAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _gate.DisposeAsync();

    [Test]
    public async Task FindMissing_DeployerThatTakesConnectionsAndIsFrozen_IsMissingUntilItAnswers()
    {
        _gate.Deployer.AnswerStatus = (_, http) => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        await WaitForAsync("deployer");
        _gate.Deployer.AnswerStatus = (_, http) => StandInDeployer.WriteAsync(http, new Deploy.V1.GetWorkerStatusResponse { Policy = StandInDeployer.Revision });
        await WaitForAsync();
    }

    [Test]
    public async Task FindMissing_DiskOfTheLogThatHangs_IsMissingUntilItAnswers()
    {
        // Whoever opens a pipe for writing waits until somebody reads from it.
        var probe = Path.Combine(_gate.Directory, "state", "audit", DiskProbe.File);
        File.Delete(probe);
        using (var mkfifo = Process.Start("mkfifo", [probe]))
        {
            await mkfifo.WaitForExitAsync();
        }

        await WaitForAsync("audit");
        await using (File.OpenRead(probe))
        {
            File.Delete(probe);
        }

        await WaitForAsync();
    }

    private async Task WaitForAsync(params string[] missing)
    {
        var clock = Stopwatch.StartNew();
        while (!(await _readiness.FindMissingAsync(CancellationToken.None)).SequenceEqual(missing))
        {
            Assert.That(clock.Elapsed, Is.LessThan(Patience), $"missing should be [{string.Join(", ", missing)}]");
            await Task.Delay(50);
        }

        TestContext.Out.WriteLine($"[{string.Join(", ", missing)}] after {clock.ElapsedMilliseconds} ms");
    }
}
