using System.Text;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>What a webhook is told by both real programs, each of what is its own to tell.</summary>
[Parallelizable]
public class NotificationTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private TemporaryDirectory _directory = null!;
    private string _state = "";
    private string[] _call = [];
    private WebhookReceiver _receiver = null!;
    private StartedProgram? _gatekeeper;
    private StartedProgram? _deployer;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _directory = new TemporaryDirectory();
        _receiver = await WebhookReceiver.StartAsync();
        _state = _directory.Sub("state");
        string[] gatekeeper, deployer;
        await using (var dev = await DevProcess.StartAsync(_state))
        {
            await StageApprovals.RequireAsync(dev);
            Directory.CreateDirectory(Path.Combine(_state, "policies", "exceptions"));
            await File.WriteAllTextAsync(
                Path.Combine(_state, "policies", "exceptions", "data.yaml"),
                "break-glass:\n  who: [\"person:alice\"]\n  tiers: [production]\n  roles: [deployer]\n  reason: \"INC-[0-9]+ .{10,}\"\n  waives: [freezes]\n  review_by: [\"person:bob\"]\n");
            (gatekeeper, deployer) = (StartedProgram.CommandLineOf(dev.GatekeeperId), StartedProgram.CommandLineOf(dev.DeployerId));
            _call = ["--ca", dev.Ca, "--token-file", dev.TokenFile("alice")];
        }

        var secret = Path.Combine(_state, "webhook.secret");
        await File.WriteAllTextAsync(secret, $"whsec_{Convert.ToBase64String(Secret)}\n");
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _deployer = await StartedProgram.StartAsync(Path.Combine(_state, "deployer"), deployer, Webhook("Deployer", secret));
        _gatekeeper = await StartedProgram.StartAsync(Path.Combine(_state, "gatekeeper"), gatekeeper, Webhook("Gatekeeper", secret));
        _call = [.. _call, "--url", (string)_gatekeeper.Ready["url"]!];
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await (_gatekeeper?.DisposeAsync() ?? default);
        await (_deployer?.DisposeAsync() ?? default);
        await _receiver.DisposeAsync();
        _directory.Dispose();
    }

    [Test]
    public async Task Webhook_OfBothPrograms_IsToldOfWhatEachKnows()
    {
        var asked = await GatectlAsync("deploy", "shop", "stage", "1.0.0", "--no-wait", "--output", "json");
        var broken = await GatectlAsync("deploy", "shop", "production", "1.1.0", "--exception", "break-glass", "--reason", "INC-4711 the shop is down", "--output", "json");
        await File.AppendAllTextAsync(Path.Combine(_state, "policies", "people", "data.yaml"), "carol: {people: [}\n");

        var pending = await ToldAsync("gatekeeper.deployment.pending_approval.v1", "stage");
        var used = await ToldAsync("gatekeeper.exception.used.v1", "production");
        var succeeded = await ToldAsync("gatekeeper.deployment.succeeded.v1", "production");
        var refused = await ToldAsync("gatekeeper.revision.refused.v1", null);

        Assert.Multiple(() =>
        {
            Assert.That((asked.ExitCode, broken.ExitCode), Is.EqualTo((0, 0)), asked.All + broken.All);
            Assert.That((string)pending.Data["deployment_id"]!, Is.EqualTo((string)asked.Json["deployment_id"]!));
            Assert.That((string)pending.Data["approvals_needed"]![0]!["from"]![0]!, Is.EqualTo("person:bob"));
            Assert.That(((string)used.Data["exceptions"]![0]!, (string)used.Data["client"]!, (string)used.Data["reason"]!), Is.EqualTo(("break-glass", "person:alice", "INC-4711 the shop is down")));
            Assert.That((string)used.Data["decision_id"]!, Is.EqualTo((string)broken.Json["decision_id"]!));
            Assert.That((string)succeeded.Data["deployment_id"]!, Is.EqualTo((string)broken.Json["deployment_id"]!));
            Assert.That((string)refused.Data["faults"]![0]!, Does.Contain("people/data.yaml"));
            Assert.That(_receiver.Received.All(received => received.IsSignedWith(Secret)));
            Assert.That(_receiver.Taken.Count(taken => taken.Type == used.Type), Is.EqualTo(1), "decided twice, used once");
        });
    }

    // By a receiver's library, so that what is signed is what others expect.
    [Test]
    public async Task Webhook_WhatItIsSent_IsVerifiedByALibraryOfStandardWebhooks()
    {
        await GatectlAsync("hold", "shop", "test", "--reason", "for the webhook");
        await ToldAsync("gatekeeper.hold.set.v1", "test");
        var received = _receiver.Received.ToArray();
        var file = _directory.Sub("received.json");
        await File.WriteAllTextAsync(file, new JsonArray([.. received.Select(entry => (JsonNode)new JsonObject
        {
            ["headers"] = new JsonObject(entry.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))),
            ["body"] = Encoding.UTF8.GetString(entry.Body),
        })]).ToJsonString());
        var verify = Path.Combine(Repository.Clients, "verify.mjs");

        var right = await ProcessRun.RunAsync("node", [verify, $"whsec_{Convert.ToBase64String(Secret)}", file]);
        var wrong = await ProcessRun.RunAsync("node", [verify, $"whsec_{Convert.ToBase64String([.. Secret.Reverse()])}", file]);

        Assert.Multiple(() =>
        {
            Assert.That(right.ExitCode, Is.Zero, right.All);
            Assert.That(right.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(received.Select(entry => entry.Type)));
            Assert.That(wrong.Error, Does.Contain("WebhookVerificationError"));
        });
    }

    private string[] Webhook(string section, string secret) =>
        [$"--{section}:Notifications:Webhooks:chat:Url={_receiver.Url}", $"--{section}:Notifications:Webhooks:chat:SecretFile={secret}"];

    private Task<ProcessRun> GatectlAsync(params string[] arguments) => ProcessRun.RunAsync(Repository.Gatectl, [.. arguments, .. _call]);

    private async Task<ReceivedEvent> ToldAsync(string type, string? environment)
    {
        for (var i = 0; i < 600; i++)
        {
            if (_receiver.Taken.FirstOrDefault(taken => taken.Type == type && (string?)taken.Data["environment"] == environment) is { } told)
            {
                return told;
            }

            await Task.Delay(100);
        }

        throw new AssertionException($"{type} was never told, but {string.Join(", ", _receiver.Received.Select(received => received.Type))}\n{_gatekeeper!.Output}\n{_deployer!.Output}");
    }
}
