using System.Text.Json.Nodes;
using Gatectl.CommandLine;
using Gatectl.Policies.Queries;
using Gateway.Hosting.Revisions;

namespace Gatectl.Policies.Check;

/// <summary><c>gatectl policy check --gate</c>: what the gatekeeper and the deployer would say of a directory, by the loader of both.</summary>
internal static class GateCheck
{
    /// <summary>Checks the one directory among <paramref name="paths"/>.</summary>
    public static int Run(CommandContext context, string[] paths, PolicyCheckFormat format)
    {
        QueryOptions.Refuse(paths.Length != 1, "--gate checks one directory");
        var verdict = RevisionCheck.Check(context.FullPath(paths[0]));
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
