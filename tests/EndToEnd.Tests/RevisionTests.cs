using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;
using Microsoft.Data.Sqlite;

namespace EndToEnd.Tests;

/// <summary>Two gatekeepers and a deployer while their policies change: no call fails, and nothing is decided by what never existed whole.</summary>
[NonParallelizable]
public class RevisionTests
{
    private const int Swaps = 200;
    private const int Rollouts = 4;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private TemporaryDirectory _directory = null!;
    private PolicyFleet _fleet = null!;

    [SetUp]
    public void SetUp()
    {
        _directory = new TemporaryDirectory();
        _fleet = new PolicyFleet(_directory);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _fleet.DisposeAsync();
        _directory.Dispose();
    }

    [Test]
    public async Task Swaps_OfTwoFilesUnderLoad_EveryDecisionIsByARevisionThatExistedWhole()
    {
        var random = new Random(20261128);
        var policies = _directory.Sub("policies");
        VersionedPolicies.Write(policies, 1, _fleet.Targets);
        await _fleet.StartAsync(_ => policies, Quiet);
        var failures = await UnderLoadAsync(async () =>
        {
            for (var version = 2; version <= Swaps + 1; version++)
            {
                Swap(policies, version, random);
                // Mostly faster than the programs look; now and then slow enough that each of them takes the revision.
                await Task.Delay(version % 20 == 0 ? TimeSpan.FromSeconds(2.5) : TimeSpan.FromMilliseconds(random.Next(40)));
            }

            await WaitForRevisionAsync(Swaps + 1, "one", "two", "deployer");
        });

        Assert.That(failures, Is.Empty, _fleet.Output);
        AssertWhole();
    }

    [Test]
    public async Task Rollouts_OneProgramAfterTheOther_NoCallFails()
    {
        string[] programs = ["one", "deployer", "two"];
        foreach (var program in programs)
        {
            VersionedPolicies.Write(_directory.Sub("policies-" + program), 1, _fleet.Targets);
        }

        await _fleet.StartAsync(program => _directory.Sub("policies-" + program), Quiet);
        var failures = await UnderLoadAsync(async () =>
        {
            for (var version = 2; version <= Rollouts + 1; version++)
            {
                // Each time another one is first.
                foreach (var program in programs.Skip(version % 3).Concat(programs.Take(version % 3)))
                {
                    VersionedPolicies.Swap(_directory.Sub("policies-" + program), version);
                    await WaitForRevisionAsync(version, program);
                }
            }
        });

        Assert.That(failures, Is.Empty, _fleet.Output);
        AssertWhole();
    }

    private void Swap(string policies, int version, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                VersionedPolicies.Replace(policies, version, _fleet.Targets);
                break;
            case 1:
                VersionedPolicies.SwapBadly(policies, version, random);
                break;
            default:
                VersionedPolicies.Swap(policies, version);
                break;
        }
    }

    // The answers that were not 200.
    private async Task<IReadOnlyCollection<string>> UnderLoadAsync(Func<Task> work)
    {
        var failures = new ConcurrentBag<string>();
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 6).Select(i => Task.Run(() => CallAsync(_fleet.Doors[i % 2], $"app-{i}", failures, stop.Token))).ToArray();
        await work();
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        return failures;
    }

    private static async Task CallAsync(HttpClient door, string application, ConcurrentBag<string> failures, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var answer in new[] { await PolicyFleet.DeployAsync(door, application), await PolicyFleet.ListAsync(door, application), await PolicyFleet.ListAsync(door, application) })
            {
                if (answer != "200")
                {
                    failures.Add(answer);
                }
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    private async Task WaitForRevisionAsync(int version, params string[] programs)
    {
        for (var tries = 0; !programs.All(program => VersionOf(program, CurrentRevision(program)) == version); tries++)
        {
            Assert.That(tries, Is.LessThan(600), _fleet.Output);
            await Task.Delay(50);
        }
    }

    private string CurrentRevision(string program) =>
        (string)JsonNode.Parse(File.ReadAllText(Path.Combine(_fleet.State(program), "revision.json")))!["revision"]!;

    // Both files must name the same version: that is what "whole" means here.
    private int VersionOf(string program, string revision)
    {
        var module = VersionedPolicies.VersionIn(_fleet.TakenFile(program, revision, VersionedPolicies.Module));
        var data = VersionedPolicies.VersionIn(_fleet.TakenFile(program, revision, VersionedPolicies.Data));
        Assert.That(module, Is.EqualTo(data), $"{program} took a mixture");
        return module;
    }

    private void AssertWhole()
    {
        foreach (var program in PolicyFleet.Gatekeepers)
        {
            var decisions = _fleet.Records(program).Where(record => (string)record["kind"]! == "decision").ToList();
            Assert.That(decisions, Has.Count.GreaterThan(50));
            Assert.That(decisions.Select(record => (bool)record["allowed"]!), Has.All.True);
            Assert.That(decisions.Select(record => VersionOf(program, (string)record["bundles"]!["policies"]!["revision"]!)).Distinct().Count(), Is.GreaterThan(2));
        }

        AssertRefusalsAreRecorded();
        AssertWorkerDecisions();
    }

    // Whatever was refused on the way is on record with its reason, and nothing was taken that is not.
    private void AssertRefusalsAreRecorded()
    {
        foreach (var program in PolicyFleet.Gatekeepers.Append("deployer"))
        {
            var revisions = _fleet.Records(program).Where(record => (string)record["kind"]! == "revision").ToLookup(record => (string?)record["outcome"]);
            Assert.That(revisions["refused"], Has.All.Matches<JsonNode?>(record => record!["faults"]!.AsArray().Count > 0));
            Assert.That(revisions["taken"].Select(record => (string)record["revision"]!).Distinct(),
                Is.EquivalentTo(Directory.EnumerateFiles(Path.Combine(_fleet.State(program), "revisions", "taken")).Select(file => "sha256:" + Path.GetFileNameWithoutExtension(file))));
        }
    }

    // The worker decides with the newest revision that it has, so never with an older one than the call was decided with.
    private void AssertWorkerDecisions()
    {
        using var journal = new SqliteConnection($"Data Source={Path.Combine(_fleet.State("deployer"), "journal.db")};Mode=ReadOnly");
        journal.Open();
        using var query = journal.CreateCommand();
        query.CommandText = """
            SELECT a.body ->> '$.authorization.policy_revision', v.body ->> '$.policy_revision'
            FROM facts a JOIN facts v ON a.deployment = v.deployment
            WHERE a.body ->> '$.fact' = 'accepted' AND v.body ->> '$.fact' = 'artifact_verified'
            """;
        using var rows = query.ExecuteReader();
        var count = 0;
        while (rows.Read())
        {
            count++;
            Assert.That(VersionOf("deployer", rows.GetString(1)), Is.GreaterThanOrEqualTo(VersionOf("deployer", rows.GetString(0))));
        }

        Assert.That(count, Is.GreaterThan(20));
    }
}
