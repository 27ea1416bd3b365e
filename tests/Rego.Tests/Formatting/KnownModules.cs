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
        foreach (var (name, text) in ConformanceFolders.Find().SelectMany(OfConformance).Concat(OfRecords()))
        {
            found.TryAdd(text, new RegoSource(name, text));
        }

        return [.. found.Values];
    }

    private static IEnumerable<(string Name, string Text)> OfConformance(string folder) =>
        ConformanceSuite.Load(folder).SelectMany(@case => @case.Modules.Select((text, index) => ($"{@case.Category}/{@case.Note}#{index}", text)));

    private static IEnumerable<(string Name, string Text)> OfRecords() =>
        ConformanceFolders.Find()
            .Select(folder => Path.GetFullPath(Path.Combine(folder, "..")))
            .SelectMany(folder => RecordedFiles.Select(file => Path.Combine(folder, file)))
            .Where(File.Exists)
            .SelectMany(file => OfRecord(Path.GetFileName(file), JsonDocument.Parse(File.ReadAllBytes(file)).RootElement));

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
