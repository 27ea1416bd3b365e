using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Gatekeeper.Tests.Policy.Mutations;
using Rego.Loading;
using Rego.Values;

namespace Gatekeeper.Tests.Policy;

/// <summary>
/// What a request is refused at the door, it is refused when it is executed, whatever is known by then: over the organisation in which every
/// condition stands, and over data with a mistake in it, with calls near to what is allowed.
/// </summary>
[TestFixture]
public sealed class PolicyExecutionTests
{
    private const int Mistakes = 40;

    private static readonly MutatedPolicy Policy =
        new([.. PolicyDirectory.Load(SourceTree.PathTo("policies")).Modules.Where(module => !module.Path.EndsWith("_test.rego", StringComparison.Ordinal))]);

    [TestCase(11)]
    public void Decide_RefusedAtTheDoor_IsRefusedAtExecution(int seed)
    {
        var data = EveryCondition.WithInventory();
        var calls = Calls(data, seed);
        var mistakes = DataMutator.AllOf(data).ToArray();
        var random = new Random(seed);
        var worlds = Enumerable.Range(0, Mistakes).Select(_ => Mistaken(data, mistakes[random.Next(mistakes.Length)])).Append(data);
        var widened = new ConcurrentBag<string>();
        var (allowedAtTheDoor, allowedAtExecution) = (0, 0);
        Parallel.ForEach(worlds, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount / 2) }, world =>
        {
            var door = Policy.Allowed(world, Parse(calls));
            Interlocked.Add(ref allowedAtTheDoor, door.Count);
            foreach (var (known, at) in Known().Select((known, at) => (known, at)))
            {
                var execution = Policy.Allowed(world, Parse(calls.Select(call => Executed(call, known))));
                Interlocked.Add(ref allowedAtExecution, execution.Count);
                foreach (var number in execution.Keys.Where(number => !door.ContainsKey(number)))
                {
                    widened.Add($"with {at}: {calls[number].ToJsonString()}");
                }
            }
        });
        TestContext.Out.WriteLine($"{calls.Count} calls, {Mistakes + 1} worlds; {allowedAtTheDoor} times allowed at the door, {allowedAtExecution} at execution");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(widened.Order(StringComparer.Ordinal).Take(50), Is.Empty);
            Assert.That(allowedAtTheDoor, Is.GreaterThan(Mistakes), "some are allowed at the door");
            Assert.That(allowedAtExecution, Is.GreaterThan(Mistakes).And.LessThan(allowedAtTheDoor * Known().Count), "some of them at execution, and not all");
        }
    }

    // As they come to the door: no rollback names what it goes to, and nothing is known yet.
    private static List<JsonObject> Calls(JsonObject data, int seed)
    {
        var told = ConditionCalls.All.Select(call => call.Call).Concat(ConditionCalls.Allowed);
        var source = new MutationCalls(data, seed);
        var some = source.Take(400).Where(call => call["context"] is not null).ToList();
        var near = source.Near(some, 200).Where(call => call["context"] is not null);
        return
        [
            .. told.Concat(some).Concat(near).Where(call => !call.ContainsKey("worker") && call["request"] is JsonObject && call["context"] is JsonObject).Select(call =>
            {
                var atTheDoor = call.DeepClone().AsObject();
                var request = atTheDoor["request"]!.AsObject();
                atTheDoor["context"]!["phase"] = "request";
                request.Remove("facts");
                request.Remove("approvals");
                if ((string?)atTheDoor["action"] == "rollback")
                {
                    request.Remove("version");
                    request.Remove("digest");
                }

                return atTheDoor;
            }),
        ];
    }

    private static JsonObject Executed(JsonObject atTheDoor, JsonObject known)
    {
        var executed = atTheDoor.DeepClone().AsObject();
        executed["context"]!["phase"] = "execute";
        executed["request"]!["create_time"] = executed["context"]!["time"]!.DeepClone();
        foreach (var (name, value) in known)
        {
            executed["request"]![name] = value?.DeepClone();
        }

        if ((string?)executed["action"] == "rollback")
        {
            executed["request"]!["version"] = known["facts"]!["version"]!.DeepClone();
            executed["request"]!["digest"] = known["facts"]!["digest"]!.DeepClone();
        }

        return executed;
    }

    // What could not be better, and what shows little.
    private static List<JsonObject> Known() =>
    [
        new()
        {
            ["facts"] = new JsonObject
            {
                ["version"] = "9.0.0", ["digest"] = "sha256:" + new string('a', 64), ["size"] = 1, ["succeeded_in"] = new JsonArray("dev", "test", "production-eu", "production-us"), ["undone"] = new JsonArray(),
                ["signatures"] = new JsonArray("release"), ["provenance"] = new JsonArray(new JsonObject { ["builder"] = "hub" }),
            },
            ["approvals"] = new JsonArray(new JsonObject { ["persons"] = new JsonArray("person:kim"), ["principals"] = new JsonArray("owner", "team:security", "team:oncall") }),
        },
        new()
        {
            ["facts"] = new JsonObject { ["version"] = "1.0.0", ["digest"] = "sha256:" + new string('b', 64), ["size"] = 5_000_000_000, ["succeeded_in"] = new JsonArray(), ["undone"] = new JsonArray("dev"), ["signatures"] = new JsonArray(), ["provenance"] = new JsonArray() },
            ["approvals"] = new JsonArray(new JsonObject { ["persons"] = new JsonArray("person:entra/unlinked"), ["principals"] = new JsonArray() }),
        },
    ];

    private static RegoArray Parse(IEnumerable<JsonObject> calls) => RegoArray.From(calls.Select(call => RegoJson.Parse(call.ToJsonString())));

    private static JsonObject Mistaken(JsonObject original, Mutation mistake)
    {
        var data = original.DeepClone().AsObject();
        mistake.TryApply(data);
        return data;
    }
}
