using System.Collections.Frozen;
using System.CommandLine;
using Gatectl.Audit;
using Gatectl.CommandLine;
using Gatectl.Deployments;
using Gatectl.Dev;
using Gatectl.Policies;
using Gatectl.Policies.Arguments;

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
        StatusCommand.Create,
        CancelCommand.Create,
        ApproveCommand.Create,
        RejectCommand.Create,
        WithdrawCommand.Create,
        RollbackCommand.Create,
        HoldCommand.Create,
        ReleaseCommand.Create,
        AuditCommand.Create,
        PolicyCommand.Create,
    ];

    // The commands whose arguments are read as another tool reads its own.
    private static readonly FrozenDictionary<string, IArgumentStyle> Styles = new Dictionary<string, IArgumentStyle>
    {
        ["policy"] = new PolicyArgumentStyle(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>How the arguments of a top-level command are read, or <c>null</c> where it is this program's own way.</summary>
    public static IArgumentStyle? StyleOf(string command) => Styles.GetValueOrDefault(command);

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
