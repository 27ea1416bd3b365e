using Deploy.V1;
using Deployer.Tests.Support;
using Gateway.Hosting.Notifications;
using Gateway.Hosting.Posix;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Crash;

/// <summary>Kills the real program while deployments end and a webhook is told of them: each end is told, whenever it was killed.</summary>
[TestFixture]
[Parallelizable]
[Category("Crash")]
internal sealed class NotificationKillTests
{
    private const int Kills = 8;
    private const int InFlight = 4;

    private static readonly byte[] Secret = new byte[32];

    [Test]
    public async Task Kill_AtRandomMoments_EveryEndIsToldAtLeastOnce()
    {
        var random = new Random(TestContext.CurrentContext.Random.Next());
        using var setup = new ProcessSetup();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, received) => (random.Next(3) == 0 ? WebhookReceiver.Status(503) : WebhookReceiver.Yes)(http, received);
        var arguments = Arguments(setup, receiver.Url);
        var accepted = new List<Deployment>();
        for (var i = 0; i < Kills; i++)
        {
            using var process = setup.Start(more: arguments);
            await process.WaitReadyAsync();
            await CreateAsync(setup, accepted);
            await Task.Delay(random.Next(700));
            process.Kill();
        }

        using (var process = setup.Start(more: arguments))
        {
            await process.WaitReadyAsync();
            var ends = await FinishAsync(setup, accepted);
            await receiver.WaitForAsync(ends.Length, seconds: 120);
            for (var i = 0; i < 3000 && ends.Except(Told(receiver)).Any(); i++)
            {
                await Task.Delay(10);
            }

            Assert.That(Told(receiver).Distinct(), Is.EquivalentTo(ends));
            Assert.That(await process.TerminateAsync(), Is.Zero);
        }

        TestContext.Out.WriteLine($"{accepted.Count} ends, told {receiver.Taken.Count} times in {receiver.Received.Count} tries");
        Assert.That(receiver.Received.All(received => received.IsSignedWith(Secret)));
        Assert.That(receiver.Taken.GroupBy(taken => (string)taken.Data["deployment_id"]!).Select(group => group.Select(taken => taken.Id).Distinct().Count()), Is.All.EqualTo(1), "told again under the same id");
    }

    private static string[] Arguments(ProcessSetup setup, Uri url)
    {
        PrivateFile.Write(setup.DirectoryPath.Combine("webhook.secret"), Secret, durable: false);
        return
        [
            $"--Deployer:Notifications:Webhooks:chat:Url={url}",
            $"--Deployer:Notifications:Webhooks:chat:SecretFile={setup.DirectoryPath.Combine("webhook.secret")}",
            "--Deployer:Notifications:Webhooks:chat:Types:0=gatekeeper.deployment.*",
        ];
    }

    private static async Task CreateAsync(ProcessSetup setup, List<Deployment> accepted)
    {
        using var client = new TestClient(setup.Socket, setup.Gatekeeper);
        await client.InstallSessionKeyAsync();
        for (var i = 0; i < InFlight; i++)
        {
            var version = $"1.0.{accepted.Count}";
            await File.WriteAllBytesAsync(setup.DirectoryPath.Combine("artifacts", $"shop-{version}.tar.gz"), new TarBuilder().File("version.txt", version).ToGzip());
            accepted.Add(await client.CreateAsync(TestClient.Request("test", version)));
        }
    }

    private static async Task<(string Id, string Type)[]> FinishAsync(ProcessSetup setup, List<Deployment> accepted)
    {
        using var client = new TestClient(setup.Socket, setup.Gatekeeper);
        await client.InstallSessionKeyAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var ends = new List<(string, string)>();
        foreach (var deployment in accepted)
        {
            var state = (await client.WatchAsync(deployment, limit.Token))[^1].Deployment.State;
            Assert.That(state, Is.EqualTo(State.Succeeded).Or.EqualTo(State.Superseded));
            ends.Add((deployment.DeploymentId, NotificationTypes.DeploymentEnd(state.ToString().ToLowerInvariant())));
        }

        return [.. ends];
    }

    private static (string Id, string Type)[] Told(WebhookReceiver receiver) => [.. receiver.Taken.Select(taken => ((string)taken.Data["deployment_id"]!, taken.Type))];
}
