using Gatectl.CommandLine;
using Gatectl.Gates;
using Gateway.Hosting.Text;

namespace Gatectl.Dev;

/// <summary>Lines to paste into another terminal while the local gate is up.</summary>
internal static class DevHints
{
    public static void Print(CommandContext context, DevPaths paths, LocalGate gate)
    {
        var output = context.Output;
        output.Line();
        output.Line("The gate stays up until you press Ctrl-C. In another terminal:");
        output.Line();
        foreach (var line in Lines(context.Environment.CurrentDirectory, paths, gate))
        {
            output.Line("  " + line);
        }

        output.Line();
        output.Line($"policies: {paths.Policies}   targets: {Path.Combine(paths.Root, "targets")}   logs: {paths.Logs}");
    }

    internal static IEnumerable<string> Lines(string currentDirectory, DevPaths paths, LocalGate gate)
    {
        var state = Path.GetRelativePath(currentDirectory, paths.Root);
        var gatectl = ShellText.Quote(Gatectl(currentDirectory));
        var withState = state == CommonOptions.DefaultState ? gatectl : $"{gatectl} --state {ShellText.Quote(state)}";
        var ca = ShellText.Quote(Path.GetRelativePath(currentDirectory, gate.Ca));
        var token = Path.GetRelativePath(currentDirectory, gate.Tokens[DemoCaller.ShopCi.Name]);
        var curl = $"curl --cacert {ca} -H \"Authorization: Bearer $(cat {ShellText.Quote(token)})\"";
        var shop = $"{gate.Url}/v1/applications/{SampleApplication.Name}/environments";

        yield return $"{curl} --json '{{\"version\":\"1.1.0\"}}' {shop}/test/deployments";
        yield return $"{curl} --json '{{\"version\":\"1.1.0\"}}' {shop}/production/deployments";
        yield return $"{curl} {shop}/test/deployments";
        yield return $"{withState} deploy shop test 1.1.0";
        yield return $"{withState} deploy shop production 1.1.0 --as alice";
        yield return $"{withState} list";
        yield return $"{withState} audit list";
        yield return $"{withState} audit verify";
    }

    /// <summary>How this program was started, as a command.</summary>
    private static string Gatectl(string currentDirectory)
    {
        var host = Path.Combine(AppContext.BaseDirectory, "gatectl");
        var relative = Path.GetRelativePath(currentDirectory, host);
        return relative.StartsWith("..", StringComparison.Ordinal) || !relative.Contains('/') ? host : relative;
    }
}
