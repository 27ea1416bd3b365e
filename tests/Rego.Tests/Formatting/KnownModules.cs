using System.Text.Json;
using Rego.Tests.Conformance;
using Rego.Tooling.Conformance;

namespace Rego.Tests.Formatting;

/// <summary>All modules of the conformance cases and of OPA's recorded answers, each text once.</summary>
internal static class KnownModules
{
    private static readonly string[] RecordedFiles = ["check.json", "eval.json", "fmt.json", "misc.json", "parse.json", "test.json"];

    internal static IReadOnlyList<RegoSource> Load()
    {
        var found = new Dictionary<string, RegoSource>(StringComparer.Ordinal);
        foreach (var (name, text) in ConformanceCases.All.SelectMany(OfConformance).Concat(OfRecords()))
        {
            found.TryAdd(text, new RegoSource(name, text));
        }

        return [.. found.Values];
    }

    private static IEnumerable<(string Name, string Text)> OfConformance(ConformanceCase @case) =>
        @case.Modules.Select((text, index) => ($"{@case.Category}/{@case.Note}#{index}", text));

    private static IEnumerable<(string Name, string Text)> OfRecords() =>
        RecordedFiles.SelectMany(file => OfRecord(file, Recorded.ReadJson(Recorded.PathTo("rego-live", file))));

    private static IEnumerable<(string Name, string Text)> OfRecord(string file, JsonElement root)
    {
        var owners = root.GetProperty("cases").EnumerateArray().Select(@case => ($"{file} {@case.GetProperty("name")}", @case)).Prepend((file, root));
        foreach (var (name, owner) in owners)
        {
            foreach (var member in new[] { "source", "want" })
            {
                if (owner.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String)
                {
                    yield return (name, text.GetString()!);
                }
            }

            if (owner.TryGetProperty("files", out var files))
            {
                foreach (var module in files.EnumerateObject().Where(entry => entry.Name.EndsWith(".rego", StringComparison.Ordinal)))
                {
                    yield return ($"{name} {module.Name}", module.Value.GetString()!);
                }
            }
        }
    }
}
