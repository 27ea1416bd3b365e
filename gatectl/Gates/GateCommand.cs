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

        return command.Runs(environment, async (context, cancellationToken) =>
        {
            using var gate = GateConnection.Open(GateLocator.Locate(context), environment.Time);
            try
            {
                return await work(context, gate, cancellationToken);
            }
            catch (RpcException exception) when (cancellationToken.IsCancellationRequested && exception.StatusCode == StatusCode.Cancelled)
            {
                throw new OperationCanceledException(cancellationToken);
            }
            catch (RpcException exception)
            {
                throw GateErrors.ToFailure(exception);
            }
        });
    }
}
