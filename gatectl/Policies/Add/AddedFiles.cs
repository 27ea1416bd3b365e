using System.Text.Json.Nodes;
using Gatectl.CommandLine;

namespace Gatectl.Policies.Add;

/// <summary>Tells which files were written, and what a person does next.</summary>
internal static class AddedFiles
{
    public static void Tell(CommandOutput output, PoliciesDirectory directory, IReadOnlyList<string> files, IReadOnlyList<string> next)
    {
        string[] steps = [.. next, $"see that all is well: gatectl policy check {directory.Named} && gatectl policy test {directory.Named}"];
        if (output.IsJson)
        {
            output.Document(new JsonObject
            {
                ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]),
                ["next"] = new JsonArray([.. steps.Select(step => (JsonNode)step)]),
            });
            return;
        }

        foreach (var file in files)
        {
            output.Line(TerminalText.Escape($"wrote {Path.Combine(directory.Named, file)}"));
        }

        output.Line("next:");
        foreach (var step in steps)
        {
            output.Line(TerminalText.Escape($"  - {step}"));
        }
    }
}
