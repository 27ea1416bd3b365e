using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Dev;

/// <summary><c>gatectl dev</c>: a whole gate on this machine, and a demonstration of it.</summary>
internal static class DevCommand
{
    private const int DefaultPort = 8443;

    private static readonly Option<bool> Once = new("--once")
    {
        Description = "Stop after the demonstration; the exit code is 0 only if everything came out as it should.",
    };

    private static readonly Option<int> Port =
        IntegerOption.Create("--port", "PORT", "The gate's port on 127.0.0.1; 0 for a free one.", DefaultPort, 0, ushort.MaxValue);

    public static Command Create(ProcessEnvironment environment) =>
        new Command("dev", "Run a whole gate on this machine, with a sample application, callers and policies, and demonstrate it.")
            .With(Once, Port, DevTokenCommand.Create(environment))
            .Runs(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var directories = ProgramDirectories.OfThisProgram();
        var port = context.Value(Port);
        RequireFreePort(port);
        using var state = DevState.Open(CommonOptions.StateDirectory(context), directories, context.Environment.Time);
        // One from an earlier run would describe a gate that is not there.
        File.Delete(LocalGate.FileIn(state.Paths.Root));
        var tokens = new DemoTokens(state.Paths, context.Environment.Time);
        tokens.Write();
        await using var processes = new LocalGateProcesses(state.Paths, directories, port, context.Output.Notice);
        var exitCode = await RunAsync(context, state.Paths, tokens, processes, cancellationToken);
        if (!context.Value(Once))
        {
            // Where it is, the gate is up; only a demonstration leaves it behind, to be looked at.
            File.Delete(LocalGate.FileIn(state.Paths.Root));
        }

        var stoppedCleanly = await processes.StopAsync();
        if (!stoppedCleanly)
        {
            context.Output.Notice($"a program did not stop cleanly; the logs are in {state.Paths.Logs}.");
            return ExitCode.Failed;
        }

        return exitCode;
    }

    private static async Task<int> RunAsync(
        CommandContext context, DevPaths paths, DemoTokens tokens, LocalGateProcesses processes, CancellationToken cancellationToken)
    {
        try
        {
            var started = context.Environment.Time.GetTimestamp();
            var (url, socket) = await processes.StartAsync(cancellationToken);
            var gate = Describe(paths, tokens, url, socket);
            context.Output.Line($"ready in {context.Environment.Time.GetElapsedTime(started).TotalSeconds:0.00} s: {url}");
            var succeeded = await DemonstrateAsync(context, paths, gate, cancellationToken);
            StateFiles.Write(LocalGate.FileIn(paths.Root), JsonSerializer.Serialize(gate, Indented) + "\n");
            if (context.Value(Once))
            {
                return succeeded ? ExitCode.Done : ExitCode.Failed;
            }

            DevHints.Print(context, paths, gate);
            await StayAsync(tokens, processes, cancellationToken);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Interrupted while it stays up, which is how it ends.
            return context.Value(Once) ? ExitCode.Failed : ExitCode.Done;
        }
    }

    private static async Task<bool> DemonstrateAsync(CommandContext context, DevPaths paths, LocalGate gate, CancellationToken cancellationToken)
    {
        var demonstration = new Demonstration(context.Output, paths, gate, context.Environment.Time);
        var succeeded = await demonstration.RunAsync(cancellationToken);
        if (context.Output.IsJson)
        {
            var document = JsonSerializer.SerializeToNode(gate)!.AsObject();
            document["state"] = paths.Root;
            document["demonstration"] = demonstration.Document();
            context.Output.Document(document);
        }

        return succeeded;
    }

    private static async Task StayAsync(DemoTokens tokens, LocalGateProcesses processes, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(processes.KeepAsync(either.Token), tokens.RenewAsync(either.Token));
        await either.CancelAsync();
        await first;
    }

    private static LocalGate Describe(DevPaths paths, DemoTokens tokens, string url, string socket) => new()
    {
        Url = url,
        Ca = paths.Ca,
        Tokens = tokens.Files,
        Socket = socket,
        Targets = ProgramSettings.Environments.ToDictionary(environment => environment, paths.Target, StringComparer.Ordinal),
        Policies = paths.Policies,
        Audit = paths.Audit,
        DeployerAudit = paths.DeployerAudit,
    };

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Tells of a port that is taken in words, before anything is started.</summary>
    private static void RequireFreePort(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
        }
        catch (SocketException exception)
        {
            throw CommandFailure.Failed($"port {port} cannot be used: {exception.Message}. Name another with --port, or let one be found with --port 0.", exception);
        }
    }
}
