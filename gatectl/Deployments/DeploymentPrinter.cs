using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;
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

        Fields(output, DeploymentFields.All(deployment));
    }

    /// <summary>Writes a line a field that holds something; for people alone.</summary>
    public static void Fields(CommandOutput output, IEnumerable<(string Name, string Value)> fields, string indentation = "") => FieldLines.Write(output, fields, indentation);

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
        TimeText.Of(deployment.CreateTime), deployment.DeploymentId,
    ];
}
