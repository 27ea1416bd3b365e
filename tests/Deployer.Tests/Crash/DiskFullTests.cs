using System.Diagnostics;
using Deploy.V1;
using Deployer.Tests.Support;
using Gateway.Contract.Audit;
using Grpc.Core;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Crash;

/// <summary>Fills the disk under the journal, and under the log. Needs the right to mount; without it there is nothing to see.</summary>
[TestFixture]
[Category("Crash")]
internal sealed class DiskFullTests
{
    [Test]
    public async Task Create_DiskFull_IsUnavailableAndRecoversUnaided()
    {
        await using var deployer = new TestDeployer();
        var state = Directory.CreateDirectory(deployer.DirectoryPath.Combine("state")).FullName;
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", state))
        {
            Assert.Ignore("This needs the right to mount.");
        }

        try
        {
            await FillAndFreeAsync(deployer, state);
        }
        finally
        {
            await deployer.StopAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Assert.That(await RunAsync("umount", state));
        }
    }

    [Test]
    public async Task Deploy_DiskOfTheLogFull_WaitsAndTouchesNothing()
    {
        await using var deployer = new TestDeployer();
        var log = Directory.CreateDirectory(deployer.DirectoryPath.Combine("log")).FullName;
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", log))
        {
            Assert.Ignore("This needs the right to mount.");
        }

        try
        {
            deployer.Options.Audit.Directory = Path.Combine(log, "audit");
            deployer.AddArtifact("1.0.0");
            var client = await deployer.StartAsync();
            FillDisk(Path.Combine(log, "filler"), leave: 0);
            // More than what is left of the block that the log's end is in.
            var request = TestClient.Request();
            request.Reason = new string('x', 1000);
            for (var i = 0; i < 24; i++)
            {
                request.Annotations.Add($"note-{i}", new string('x', 250));
            }

            var waiting = await client.CreateAsync(request);
            await Task.Delay(TimeSpan.FromSeconds(3));
            var stuck = await client.GetAsync(waiting);
            Assert.That(Directory.Exists(deployer.Current()), Is.False, "what cannot be recorded is not done");
            Assert.That(stuck.State, Is.AnyOf(State.Verifying, State.Waiting), "whatever record was the first without room");
            Assert.That(stuck.WaitingFor, Is.EqualTo("the deployer's log cannot be written"));
            Assert.That(stuck.Attempts, Is.EqualTo(1), "waiting is no attempt");
            var ended = new List<string>();
            for (var i = 0; i < 12; i++)
            {
                ended.Add((await client.DeployAsync(TestClient.Request(version: $"9.9.{i}"))).DeploymentId);
            }

            Assert.That(Stopped().Count(), Is.LessThan(ended.Count), "what has no room is not on record yet");

            File.Delete(Path.Combine(log, "filler"));
            Assert.That((await client.WatchAsync(waiting))[^1].Deployment.State, Is.EqualTo(State.Succeeded));
            Assert.That(() => ended.Except(Stopped()), Is.Empty.After(20_000, 50), "and nothing that stopped meanwhile is forgotten");
        }
        finally
        {
            await deployer.StopAsync();
            Assert.That(await RunAsync("umount", log));
        }

        IEnumerable<string?> Stopped() =>
            LogReader.ReadAll(Path.Combine(log, "audit")).Where(entry => entry.Kind == "stopped").Select(entry => entry.DeploymentId).Distinct();
    }

    private static async Task FillAndFreeAsync(TestDeployer deployer, string state)
    {
        deployer.AddArtifact("1.0.0");
        var client = await deployer.StartAsync();
        var before = await client.DeployAsync(TestClient.Request());
        FillDisk(Path.Combine(state, "filler"));

        var accepted = new List<Deployment>();
        var error = await CallErrors.CatchAsync<object>(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                var request = TestClient.Request(application: $"app{i % 50}");
                request.Reason = new string('x', 1000);
                accepted.Add(await client.CreateAsync(request));
            }

            throw new AssertionException("The disk never became full.");
        });
        Assert.That((error.StatusCode, CallErrors.ReasonOf(error)), Is.EqualTo((StatusCode.Unavailable, ErrorReason.DeployerUnavailable)));
        Assert.That((await client.GetAsync(before)).State, Is.EqualTo(State.Succeeded), "reading goes on");

        File.Delete(Path.Combine(state, "filler"));
        var after = await client.DeployAsync(TestClient.Request());

        Assert.That(after.State, Is.EqualTo(State.Succeeded), after.Error);
        foreach (var deployment in accepted)
        {
            Assert.That((await client.WatchAsync(deployment))[^1].Deployment.State, Is.EqualTo(State.Failed), "accepted ones are not forgotten; they have no artifact");
        }
    }

    private static void FillDisk(string path, int leave = 64 * 1024)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // Full: as wanted. A little is given back, so that it is the journal that meets the end.
            file.SetLength(Math.Max(0, file.Length - leave));
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(program, arguments);
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
