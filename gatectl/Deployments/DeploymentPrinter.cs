using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;

namespace Gatectl.Deployments;

/// <summary>Writes deployments for people or programs.</summary>
internal static class DeploymentPrinter
{
    public static void One(CommandOutput output, Deployment deployment)
    {
        if (output.IsJson)
        {
            output.Document(MessageJson.From(deployment));
            return;
        }

        foreach (var (name, value) in Fields(deployment).Where(field => field.Value.Length > 0))
        {
            output.Line($"{name + ":",-17}{TerminalText.Escape(value)}");
        }
    }

    public static void Table(CommandOutput output, IReadOnlyList<Deployment> deployments)
    {
        if (deployments.Count == 0)
        {
            output.Line("no deployments.");
            return;
        }

        var table = new Table { Border = TableBorder.None }.AddColumns("APPLICATION", "ENVIRONMENT", "VERSION", "STATE", "REQUESTED BY", "CREATED", "DEPLOYMENT");
        foreach (var column in table.Columns)
        {
            column.NoWrap = true;
            column.Padding = new Padding(0, 0, 2, 0);
        }

        foreach (var deployment in deployments)
        {
            table.AddRow(Row(deployment).Select(cell => Markup.Escape(TerminalText.Escape(cell))).ToArray());
        }

        output.Console.Write(table);
    }

    private static string[] Row(Deployment deployment) =>
    [
        deployment.Application, deployment.Environment, deployment.Version, DeploymentStates.Name(deployment.State), deployment.RequestedBy,
        Time(deployment.CreateTime), deployment.DeploymentId,
    ];

    private static IEnumerable<(string Name, string Value)> Fields(Deployment deployment)
    {
        yield return ("deployment", deployment.DeploymentId);
        yield return ("application", deployment.Application);
        yield return ("environment", deployment.Environment);
        yield return ("version", deployment.Version);
        yield return ("digest", deployment.Digest);
        yield return ("state", DeploymentStates.Name(deployment.State));
        yield return ("error", deployment.Error);
        yield return ("requested by", deployment.RequestedBy);
        yield return ("reason", deployment.Reason);
        foreach (var approval in deployment.Approvals)
        {
            yield return ("approved by", approval.Comment.Length > 0 ? $"{approval.ApprovedBy}: {approval.Comment}" : approval.ApprovedBy);
        }

        foreach (var annotation in deployment.Annotations.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            yield return ("annotation", $"{annotation.Key}={annotation.Value}");
        }

        yield return ("created", Time(deployment.CreateTime));
        yield return ("updated", Time(deployment.UpdateTime));
        yield return ("decision id", deployment.DecisionId);
        yield return ("policy revision", deployment.PolicyRevision);
        yield return ("attempts", deployment.Attempts > 1 ? deployment.Attempts.ToString() : "");
    }

    private static string Time(Timestamp? timestamp) =>
        timestamp is null ? "" : timestamp.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
}
