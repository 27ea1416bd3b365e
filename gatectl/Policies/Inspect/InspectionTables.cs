using Rego.Tooling.Inspection;
using Rego.Values;

namespace Gatectl.Policies.Inspect;

/// <summary>A summary's manifest and namespaces as tables.</summary>
internal static class InspectionTables
{
    private const int MaxCellCharacters = 50;

    internal static void Print(TextWriter output, RegoInspection inspection)
    {
        if (inspection.Manifest is { } manifest)
        {
            Print(output, "MANIFEST:", ["FIELD", "VALUE"], [.. Describe(manifest)]);
        }

        Print(output, "NAMESPACES:", ["NAMESPACE", "FILE"], [.. inspection.Namespaces.SelectMany(entry => Group(entry.Key, entry.Value))]);
    }

    private static void Print(TextWriter output, string heading, string[] titles, string[][] rows)
    {
        if (rows.Length > 0)
        {
            output.WriteLine(heading);
            var table = new TextTable(titles);
            foreach (var row in rows)
            {
                table.Row(row);
            }

            table.Print(output);
        }
    }

    private static IEnumerable<string[]> Describe(RegoObject manifest)
    {
        if (manifest["rego_version"] is RegoNumber version)
        {
            yield return ["Rego Version", Shorten(version.Text)];
        }

        if (manifest["revision"] is RegoString { Value.Length: > 0 } revision)
        {
            yield return ["Revision", Shorten(revision.Value)];
        }

        var roots = ((RegoArray)manifest["roots"]).Select(root => ((RegoString)root).Value).Where(root => root.Length > 0);
        foreach (var row in Group("Roots", roots))
        {
            yield return row;
        }

        if (manifest["metadata"] is RegoObject { Count: > 0 } metadata)
        {
            yield return ["Metadata", Shorten(metadata.ToJson())];
        }
    }

    /// <summary>The name stands before the first only.</summary>
    private static IEnumerable<string[]> Group(string name, IEnumerable<string> values) =>
        values.Select((value, i) => new[] { i == 0 ? name : string.Empty, ShortenPath(value) });

    private static string Shorten(string text) => text.Length < MaxCellCharacters ? text : text[..(MaxCellCharacters - 3)] + "...";

    /// <summary>The end of a path tells more than its beginning.</summary>
    private static string ShortenPath(string path) => path.Length < MaxCellCharacters ? path : "..." + path[^(MaxCellCharacters - 3)..];
}
