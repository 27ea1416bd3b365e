using System.Text.Json.Nodes;
using Gatectl.CommandLine;
using Gateway.Hosting.Revisions;

namespace Gatectl.Policies.Check;

/// <summary><c>gatectl policy check DIRECTORY</c>: what the gatekeeper and the deployer would say of the policies there, by the loader of both.</summary>
internal static class GateCheck
{
    /// <summary>
    /// Whether paths are one directory that a gate could take its policies from, or one with data and without any rule: the check as OPA
    /// does it looks at rules alone, and would be content with data that nothing has checked.
    /// </summary>
    public static bool Concerns(CommandContext context, string[] paths) =>
        paths is [var path] && Directory.Exists(context.FullPath(path))
        && (Directory.Exists(Path.Combine(context.FullPath(path), "gatekeeper")) || HasDataAlone(context.FullPath(path)));

    private static bool HasDataAlone(string directory)
    {
        var endings = Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Select(Path.GetExtension).ToHashSet(StringComparer.Ordinal);
        return !endings.Contains(".rego") && endings.Overlaps([".yaml", ".yml", ".json"]);
    }

    /// <summary>What stands in the wrong place in a directory for a gate: told before what follows from it.</summary>
    public static IReadOnlyList<string> FindMisplaced(CommandContext context, string[] paths) =>
        Concerns(context, paths) ? RevisionCheck.FindMisplaced(context.FullPath(paths[0])) : [];

    /// <summary>Checks a directory.</summary>
    public static int Run(CommandContext context, string path, PolicyCheckFormat format)
    {
        var verdict = RevisionCheck.Check(context.FullPath(path));
        if (format == PolicyCheckFormat.Json || context.Output.IsJson)
        {
            context.Output.Document(new JsonObject
            {
                ["revision"] = verdict.Revision,
                ["taken"] = verdict.Faults.Count == 0,
                ["faults"] = new JsonArray([.. verdict.Faults.Select(fault => JsonValue.Create(fault))]),
            });
        }
        else if (verdict.Faults.Count == 0)
        {
            context.Output.Line(verdict.Revision!);
        }
        else
        {
            context.Output.Notice(PolicyText.Escape(string.Join(Environment.NewLine, verdict.Faults)));
        }

        return verdict.Faults.Count == 0 ? PolicyExitCode.Done : PolicyExitCode.Refused;
    }
}
