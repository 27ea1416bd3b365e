using System.Text.Json.Nodes;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>Ten ways for policies to be wrong: both programs refuse them, and status, readiness and records of both say why.</summary>
[Parallelizable]
public class RefusedRevisionTests
{
    private static readonly (string Fault, Action<string> Spoil)[] Ways =
    [
        ("rego_parse_error", policies => Write(policies, "gatekeeper/more.rego", "package gatekeeper.more\n\nx := {")),
        ("rego_type_error: undefined function", policies => Write(policies, "gatekeeper/more.rego", "package gatekeeper.more\n\nx := nowhere(1)\n")),
        ("the time of the call is input.context.time", policies => Write(policies, "gatekeeper/more.rego", "package gatekeeper.more\n\nx := time.now_ns()\n")),
        ("gatekeeper/more_test.rego:3:1: the test data.gatekeeper_more_test.test_no failed", policies => Write(policies, "gatekeeper/more_test.rego", "package gatekeeper_more_test\n\ntest_no if 1 == 2\n")),
        ("roles/data.yaml:2:1: the YAML cannot be read", policies => Write(policies, "roles/data.yaml", "reader: {actions: [get")),
        ("applications/shop/data.yaml:5:", policies => Write(policies, "applications/shop/data.yaml", "code: {ci: {from: ci, id: [shop-ci]}}\naccess: {test: {code: [deployer]}}\n\nrequirements:\n  production: {change: {kind: [person]}}\n")),
        ("it is not a regular file", policies => ProcessRun.Start("mkfifo", [Path.Combine(policies, "gatekeeper", "pipe.rego")]).WaitForExit()),
        ("the link leads out of the directory", policies => File.CreateSymbolicLink(Path.Combine(policies, "roles", "more.yaml"), "/etc/hostname")),
        ("'serial' is not known", policies => Write(policies, ".manifest", "{\"serial\": 1}")),
        ("the directory of policies is not there", policies => Directory.Move(policies, policies + ".away")),
    ];

    [Test]
    public async Task Change_ThatIsWrong_IsRefusedByBothProgramsAndSaidEverywhere()
    {
        using var directory = new TemporaryDirectory();
        await using var dev = await DevProcess.StartAsync(directory.Sub("state"));
        var policies = Path.Combine(dev.State, "policies");
        var good = directory.Sub("good");
        Copy(policies, good);
        var revision = await RevisionsAsync(dev, status => status["refused"] is null);
        foreach (var (fault, spoil) in Ways)
        {
            spoil(policies);
            Assert.That(await RevisionsAsync(dev, status => Faults(status).Contains(fault, StringComparison.Ordinal)), Is.EqualTo(revision), $"{fault}: the last good one decides");
            var ready = await new Curl(dev).GetAsync("/readyz", null);
            var status = await ProcessRun.RunAsync(Repository.Gatectl, ["policy", "status", "--as", "alice", "--state", dev.State]);
            Assert.Multiple(() =>
            {
                Assert.That(ready.Status, Is.EqualTo(200), ready.Body);
                Assert.That(ready.Json["policy"]!.AsObject().Select(program => Faults(program.Value!)), Has.All.Contains(fault));
                Assert.That(status.Out, Does.Contain("the gatekeeper refused").And.Contain("the deployer refused").And.Contain(fault), status.All);
                foreach (var program in new[] { "gatekeeper", "deployer" })
                {
                    Assert.That(Refusals(dev, program), Has.Some.Matches<JsonNode?>(record => (string?)record!["current"] == revision && Faults(record).Contains(fault, StringComparison.Ordinal)), program);
                }
            });

            Directory.Delete(Directory.Exists(policies) ? policies : policies + ".away", recursive: true);
            Copy(good, policies);
            Assert.That(await RevisionsAsync(dev, status => status["refused"] is null), Is.EqualTo(revision), $"{fault}: mended");
        }
    }

    // Waits until both programs are as wanted; the answer is the revision that both use.
    private static async Task<string> RevisionsAsync(DevProcess dev, Func<JsonNode, bool> isWanted)
    {
        var last = "";
        for (var tries = 0; tries < 300; tries++)
        {
            var answer = await new Curl(dev).GetAsync("/v1/policy/status", "alice");
            last = answer.Body;
            JsonNode[] programs = [answer.Json["gatekeeper"]!, answer.Json["deployer"]!];
            if (programs.All(isWanted))
            {
                Assert.That((string?)programs[0]["revision"], Is.EqualTo((string?)programs[1]["revision"]));
                return (string)programs[0]["revision"]!;
            }

            await Task.Delay(100);
        }

        throw new AssertionException($"The programs did not come to be as wanted: {last}\n{dev.Output}");
    }

    private static string Faults(JsonNode program)
    {
        var faults = program["faults"] ?? program["refused"]?["faults"];
        return faults is null ? "" : string.Join('\n', faults.AsArray().Select(fault => (string)fault!));
    }

    private static IEnumerable<JsonNode> Refusals(DevProcess dev, string program) =>
        Directory.EnumerateFiles(Path.Combine(dev.State, program, "audit"), "records-*.jsonl")
            .SelectMany(file => File.ReadAllText(file).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(line => JsonNode.Parse(line)!)
            .Where(record => (string?)record["kind"] == "revision" && (string?)record["outcome"] == "refused");

    private static void Write(string policies, string path, string text) => File.WriteAllText(Path.Combine(policies, path), text);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
