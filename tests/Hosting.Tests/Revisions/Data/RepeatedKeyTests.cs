using System.Text;
using System.Text.Json.Nodes;
using Gateway.Hosting.Revisions.Data;
using Rego.Loading;

namespace Hosting.Tests.Revisions.Data;

/// <summary>A key that stands twice replaces what was said first without a word: wherever it does in the shipped data, the file is refused.</summary>
[TestFixture]
internal sealed class RepeatedKeyTests
{
    private const string Mark = "repeated-here";

    [TestCase("data.yaml")]
    [TestCase("data.json")]
    public void FindFaults_AnyKeyOfTheShippedDataTwice_IsRefused(string name)
    {
        var data = JsonNode.Parse(PolicyDirectory.Load(SourceTree.PathTo("policies")).Data.ToJson())!.AsObject();
        var places = Objects(data).Where(entry => entry.Count > 0).Sum(entry => entry.Count);
        var unseen = Enumerable.Range(0, places).Where(place => Faults(name, Repeating(data, place)).Count == 0).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(places, Is.GreaterThan(70));
            Assert.That(Faults(name, data.ToJsonString()), Is.Empty);
            Assert.That(unseen, Is.Empty);
        }
    }

    // JSON is YAML; no object of the library holds a key twice, so that the text is changed.
    private static string Repeating(JsonObject original, int place)
    {
        var data = original.DeepClone().AsObject();
        foreach (var entry in Objects(data))
        {
            if (place >= entry.Count)
            {
                place -= entry.Count;
                continue;
            }

            var key = JsonValue.Create(entry.ElementAt(place).Key)!.ToJsonString();
            entry.Add(Mark, "text");
            return data.ToJsonString().Replace($"\"{Mark}\"", key, StringComparison.Ordinal);
        }

        throw new ArgumentOutOfRangeException(nameof(place));
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node)
    {
        var below = node switch
        {
            JsonObject entry => entry.Select(member => member.Value),
            JsonArray list => list,
            _ => [],
        };
        return (node is JsonObject found ? new[] { found } : []).Concat(below.SelectMany(Objects)).ToArray();
    }

    private static List<string> Faults(string path, string text) => DataSyntax.FindFaults([new PolicyFile(path, Encoding.UTF8.GetBytes(text))]);
}
