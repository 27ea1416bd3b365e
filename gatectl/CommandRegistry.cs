using System.CommandLine;
using Gatectl.Audit;
using Gatectl.CommandLine;
using Gatectl.Deployments;
using Gatectl.Dev;
using Gatectl.Policies;

namespace Gatectl;

/// <summary>Every top-level command, in the order of the help text. A room adds its commands here.</summary>
internal static class CommandRegistry
{
    private static readonly Func<ProcessEnvironment, Command>[] Commands =
    [
        DevCommand.Create,
        DeployCommand.Create,
        WatchCommand.Create,
        GetCommand.Create,
        ListCommand.Create,
        CancelCommand.Create,
        ApproveCommand.Create,
        RejectCommand.Create,
        RollbackCommand.Create,
        AuditCommand.Create,
        PolicyCommand.Create,
    ];

    public static RootCommand CreateRoot(ProcessEnvironment environment)
    {
        var root = new RootCommand("Asks a gate for deployments, follows them, and checks what was decided.");
        root.Add(CommonOptions.Output);
        root.Add(CommonOptions.State);
        foreach (var create in Commands)
        {
            root.Add(create(environment));
        }

        return root;
    }
}
