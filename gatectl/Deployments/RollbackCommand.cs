using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;
using Grpc.Core;

namespace Gatectl.Deployments;

/// <summary><c>gatectl rollback APPLICATION ENVIRONMENT [DEPLOYMENT]</c></summary>
internal static class RollbackCommand
{
    private static readonly Argument<string> Application = DeploymentArguments.Application();
    private static readonly Argument<string> EnvironmentName = DeploymentArguments.Environment();
    private static readonly Option<string?> Reason = DeploymentArguments.Reason();
    private static readonly Option<string?> Exception = DeploymentArguments.Exception();
    private static readonly Option<string?> RequestId = DeploymentArguments.RequestId();
    private static readonly WaitOptions Wait = new();

    private static readonly Argument<string> DeploymentId = new("deployment-id")
    {
        Description = "The success to go back to [default: the one before the current one].",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => "",
    };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("rollback", "Deploy again what succeeded before, and follow it to its end.")
            .With(Application, EnvironmentName, DeploymentId, Reason, Exception, RequestId, Wait.NoWait, Wait.TimeoutSeconds)
            .Calls(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var request = new RollBackDeploymentRequest
        {
            Application = context.Value(Application),
            Environment = context.Value(EnvironmentName),
            DeploymentId = context.Value(DeploymentId),
            Reason = context.Value(Reason) ?? "",
            Exception = context.Value(Exception) ?? "",
            RequestId = context.Value(RequestId) ?? Guid.CreateVersion7(context.Environment.Time.GetUtcNow()).ToString(),
        };
        var accepted = await AskAsync(gate, request, cancellationToken);
        return await DeploymentFollower.FinishAsync(context, gate, accepted, Wait, cancellationToken);
    }

    private static async Task<Deployment> AskAsync(GateConnection gate, RollBackDeploymentRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await gate.AskAsync(options => gate.Service.RollBackDeploymentAsync(request, options), cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.FailedPrecondition)
        {
            var place = $"{request.Application} {request.Environment}";
            throw GateErrors.ToFailure(exception).WithAdvice(
                $"'gatectl status {place}' shows what is current. Name a success to go back to: 'gatectl rollback {place} DEPLOYMENT'; 'gatectl list {place} --in-state SUCCEEDED' has them.");
        }
    }
}
