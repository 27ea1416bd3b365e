using System.CommandLine;
using Gatectl.CommandLine;
using Grpc.Core;

namespace Gatectl.Gates;

/// <summary>A command that calls a gate.</summary>
internal static class GateCommand
{
    /// <summary>Adds the options that choose the gate, and runs <paramref name="work"/> with a connection to it.</summary>
    public static Command Calls(this Command command, ProcessEnvironment environment, Func<CommandContext, GateConnection, CancellationToken, Task<int>> work)
    {
        foreach (var option in GateOptions.All)
        {
            command.Add(option);
        }

        return command.Runs(environment, (context, cancellationToken) => RunAsync(context, gate => work(context, gate, cancellationToken), cancellationToken));
    }

    /// <summary>Runs <paramref name="work"/> with a connection to the gate that the options choose.</summary>
    /// <exception cref="CommandFailure">The gate refused a call, or could not be reached.</exception>
    public static async Task<int> RunAsync(CommandContext context, Func<GateConnection, Task<int>> work, CancellationToken cancellationToken)
    {
        using var gate = GateConnection.Open(GateLocator.Locate(context), context.Environment.Time);
        try
        {
            return await work(gate);
        }
        catch (RpcException exception) when (cancellationToken.IsCancellationRequested && exception.StatusCode == StatusCode.Cancelled)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (RpcException exception)
        {
            throw GateErrors.ToFailure(exception);
        }
    }
}
