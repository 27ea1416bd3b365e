using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;
using Grpc.Core;

namespace Gatectl.Deployments;

/// <summary><c>gatectl release APPLICATION ENVIRONMENT [--reason TEXT]</c>; <c>-</c> releases a hold of all, and no other.</summary>
internal static class ReleaseCommand
{
    private static readonly Argument<string> Application = DeploymentArguments.ApplicationOrAll();
    private static readonly Argument<string> EnvironmentName = DeploymentArguments.EnvironmentOrAll();
    private static readonly Option<string?> Reason = DeploymentArguments.Reason();

    public static Command Create(ProcessEnvironment environment) =>
        new Command("release", "Release a hold that was set with the same application and environment.").With(Application, EnvironmentName, Reason).Calls(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var request = new ReleaseHoldRequest
        {
            Application = context.Value(Application),
            Environment = context.Value(EnvironmentName),
            Reason = context.Value(Reason) ?? "",
        };
        try
        {
            var answer = await gate.AskAsync(options => gate.Service.ReleaseHoldAsync(request, options), cancellationToken);
            if (context.Output.IsJson)
            {
                context.Output.Document(MessageJson.From(answer));
            }
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            throw GateErrors.ToFailure(exception).WithAdvice("name what was held as it was held: 'gatectl status APPLICATION ENVIRONMENT' shows the holds that stand there.");
        }

        context.Output.Line(TerminalText.Escape($"released: {EnvironmentFields.PlaceOf(request.Application, request.Environment)}"));
        return ExitCode.Done;
    }
}
