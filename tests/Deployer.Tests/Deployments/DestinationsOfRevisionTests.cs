using Deploy.V1;
using Deployer.Tests.Support;
using Grpc.Core;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments;

/// <summary>What a running deployer makes of the destinations that its policies name, as they change.</summary>
[TestFixture]
internal sealed class DestinationsOfRevisionTests
{
    private TestDeployer _deployer = null!;
    private TestClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _deployer = new TestDeployer { ReadsDestinations = true };
        Write("one", "test");
        _client = await _deployer.StartAsync();
        _deployer.AddArtifact("1.0.0");
    }

    [TearDown]
    public async Task StopAsync() => await _deployer.DisposeAsync();

    [Test]
    public async Task Create_AfterANewRevision_GoesWhereItSaysWithoutARestart()
    {
        await DeployAsync("1.0.0");
        Assert.That(Directory.Exists(_deployer.DirectoryPath.Combine("targets", "one", "current")));
        Write("two", "test");
        _deployer.AddArtifact("2.0.0");
        Assert.That(() => Landed("2.0.0", "two"), Is.True.After(20_000, 200));
        var before = Current("one");
        _deployer.AddArtifact("3.0.0");
        await DeployAsync("3.0.0");
        Assert.That((Current("one"), Current("two")), Is.EqualTo((before, "3.0.0")), "and nowhere else");
    }

    [Test]
    public async Task Create_WhatNoRulePermits_IsAFailedPreconditionThatNamesThePart()
    {
        _deployer.Options.Allow[0].Targets = ["directory:" + _deployer.DirectoryPath.Combine("targets", "elsewhere")];
        var refusal = (await Assert.ThrowsAsync<RpcException>(() => _client.CreateAsync(TestClient.Request())))!;
        Assert.That(refusal.StatusCode, Is.EqualTo(StatusCode.FailedPrecondition));
        Assert.That(refusal.Status.Detail, Does.Contain("no rule of Deployer:Allow permits its target").And.Not.Contain(_deployer.DirectoryPath.Path));
        Assert.That(await CallErrors.ReasonOfAsync(() => _client.CreateAsync(TestClient.Request())), Is.EqualTo(ErrorReason.WrongState));
    }

    [Test]
    public async Task Create_WithoutAnyRule_IsRefused()
    {
        _deployer.Options.Allow.Clear();
        var refusal = (await Assert.ThrowsAsync<RpcException>(() => _client.CreateAsync(TestClient.Request())))!;
        Assert.That((refusal.StatusCode, refusal.Status.Detail), Is.EqualTo((
            StatusCode.FailedPrecondition, "This deployer does not permit the destination of shop in test: no rule of Deployer:Allow permits its application.")));
    }

    [Test]
    public async Task Run_WhatIsNotPermittedAnyMore_IsDeniedAndTouchesNothing()
    {
        using var hold = new ManualResetEventSlim();
        _deployer.Policy.AllowArtifact = _ => hold.Wait(TimeSpan.FromSeconds(20));
        var first = await _client.CreateAsync(TestClient.Request());
        var second = await _client.CreateAsync(TestClient.Request());

        // Both know where they go by then.
        foreach (var deployment in new[] { first, second })
        {
            Assert.That(async () => (await _client.GetAsync(deployment)).State, Is.EqualTo(State.Verifying).After(10_000, 20));
        }

        _deployer.Options.Allow[0].Sources = ["mirror"];
        hold.Set();
        var ended = (await _client.WatchAsync(second))[^1].Deployment;
        Assert.That((ended.State, ended.Error), Is.EqualTo((
            State.Denied, "This deployer does not permit the destination of shop in test: no rule of Deployer:Allow permits its source, with what stands before it.")));
    }

    private bool Landed(string version, string place)
    {
        // One that is under way when the revision comes is denied: it would not go where it was to go.
        _client.DeployAsync(TestClient.Request(version: version)).GetAwaiter().GetResult();
        return File.Exists(_deployer.DirectoryPath.Combine("targets", place, "current", "version.txt"));
    }

    private string Current(string place) => File.ReadAllText(_deployer.DirectoryPath.Combine("targets", place, "current", "version.txt"));

    private async Task DeployAsync(string version)
    {
        var ended = await _client.DeployAsync(TestClient.Request(version: version));
        Assert.That(ended.State, Is.EqualTo(State.Succeeded), ended.Error);
    }

    private void Write(string place, string environment) => _deployer.DirectoryPath.Write("policies/destinations/data.yaml", $$"""
        shop:
          {{environment}}: {target: {kind: directory, path: "{{_deployer.DirectoryPath.Combine("targets", place)}}"}, source: releases}

        """);
}
