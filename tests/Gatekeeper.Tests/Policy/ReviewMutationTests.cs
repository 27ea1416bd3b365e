using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Gatekeeper.Tests.Policy.Mutations;
using Rego.Loading;
using Rego.Values;

namespace Gatekeeper.Tests.Policy;

/// <summary>
/// A mistake in the data makes nobody a reviewer who is none: not of another's use, and not of their own. Nobody here has the action
/// <c>review</c> by a role, which reviews what is defined no more, and so what a mistake has taken away.
/// </summary>
[TestFixture]
public sealed class ReviewMutationTests
{
    private const int Mistakes = 800;

    // What says who reviews, who they are, and who stands behind a use.
    private static readonly string[] Documents = ["people", "teams", "exceptions", "issuers", "inventory", "environments", "scopes"];

    [Test]
    public void Decide_MistakeInTheData_MakesNobodyAReviewer()
    {
        var policy = new MutatedPolicy([.. PolicyDirectory.Load(SourceTree.PathTo("policies")).Modules.Where(module => !module.Path.EndsWith("_test.rego", StringComparison.Ordinal))]);
        var data = EveryCondition.WithInventory();
        data["organisation"] = JsonNode.Parse("""{"access": {"team:security": ["auditor"]}}""");
        var calls = RegoArray.From(Calls().Select(call => RegoJson.Parse(call.ToJsonString())));
        var before = policy.Allowed(data, calls).Keys.ToHashSet();
        Assert.That(before, Has.Count.InRange(5, calls.Count / 2));

        var known = DataMutator.AllOf(data).Where(mistake => mistake.Path.Length > 0 && Documents.Contains(mistake.Path[0].ToString())).ToArray();
        new Random(7).Shuffle(known);
        var widened = new ConcurrentBag<string>();
        Parallel.ForEach(known.Take(Mistakes), new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount / 2) }, mistake =>
        {
            var mistaken = data.DeepClone().AsObject();
            if (mistake.TryApply(mistaken) && mistaken.All(document => policy.Roots.Contains(document.Key)))
            {
                foreach (var call in policy.Allowed(mistaken, calls).Keys.Where(call => !before.Contains(call)))
                {
                    widened.Add($"{mistake} allows {calls[call].ToJson()}");
                }
            }
        });
        Assert.That(widened.Order(StringComparer.Ordinal).Take(20), Is.Empty);
    }

    private static IEnumerable<JsonObject> Calls() =>
        from caller in new[] { Person("k1", "g-security"), Person("k1"), Person("l1", "g-security"), Person("unlinked", "g-security"), Person("m1", "g-web") }
        from persons in new string[][] { ["person:kim"], ["person:lee"], ["person:gone"], ["person:entra/unlinked"], ["person:entra/stranger"], ["person:login/lee-1"], [] }
        from exceptions in new string[][] { ["break-glass"], ["inc-4711"], ["strangers"], ["break-glass", "inc-4711"] }
        select Review(caller, persons, exceptions);

    private static JsonObject Review(JsonObject caller, string[] persons, string[] exceptions) => new()
    {
        ["caller"] = caller.DeepClone(),
        ["action"] = "review",
        ["application"] = "shop",
        ["environment"] = "production-eu",
        ["request"] = new JsonObject
        {
            ["decision_id"] = "d1",
            ["decision"] = new JsonObject
            {
                ["exceptions"] = Texts(exceptions),
                ["persons"] = Texts(persons),
                ["client"] = "person:somebody",
                ["action"] = "deploy",
                ["application"] = "shop",
                ["environment"] = "production-eu",
                ["time"] = "2026-12-01T10:00:00Z",
            },
        },
        ["context"] = new JsonObject { ["time"] = "2026-11-24T12:00:00Z", ["channel"] = "rest", ["remote_ip"] = "127.0.0.1", ["decision_id"] = "d", ["phase"] = "request" },
    };

    private static JsonObject Person(string oid, params string[] groups) => new()
    {
        ["kind"] = "person",
        ["issuer"] = "https://login.example",
        ["subject"] = oid,
        ["claims"] = new JsonObject { ["aud"] = "gatekeeper", ["oid"] = oid, ["idtyp"] = "user" },
        ["groups"] = Texts(groups),
        ["groups_complete"] = true,
        ["authenticated_by"] = "jwt",
    };

    private static JsonArray Texts(string[] texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
