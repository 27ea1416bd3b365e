using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;
using Gateway.Contract.Validation;
using Grpc.Core;

namespace Gatectl.Deployments;

/// <summary>
/// <c>gatectl approve APPLICATION ENVIRONMENT DEPLOYMENT [--comment TEXT] [--review-digest DIGEST]</c>: shows what would run and asks, or
/// approves what the digest names. An approval never goes out for something that nobody has looked at.
/// </summary>
internal static class ApproveCommand
{
    private static readonly Argument<string> Application = DeploymentArguments.Application();
    private static readonly Argument<string> EnvironmentName = DeploymentArguments.Environment();
    private static readonly Argument<string> DeploymentId = DeploymentArguments.DeploymentId();
    private static readonly Option<string?> Comment = DeploymentArguments.Comment();
    private static readonly Option<string?> Exception = DeploymentArguments.Exception();

    private static readonly Option<string?> ReviewDigest = new("--review-digest")
    {
        Description = "What is approved: the deployment's review_digest, as it was looked at; without it, what would run is shown and asked about.",
        HelpName = "sha256:HEX",
    };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("approve", "Show what would run, and approve it.").With(Application, EnvironmentName, DeploymentId, Comment, Exception, ReviewDigest).Calls(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var request = new ApproveDeploymentRequest
        {
            Application = context.Value(Application),
            Environment = context.Value(EnvironmentName),
            DeploymentId = context.Value(DeploymentId),
            Comment = context.Value(Comment) ?? "",
            Exception = context.Value(Exception) ?? "",
        };
        request.ReviewDigest = context.Value(ReviewDigest) is { } named ? Checked(named) : await AskAsync(context, gate, request, cancellationToken);
        DeploymentPrinter.One(context.Output, await SendAsync(gate, request, cancellationToken));
        return ExitCode.Done;
    }

    private static string Checked(string digest) => FieldRules.IsDigest(digest)
        ? digest
        : throw CommandFailure.Usage($"--review-digest is sha256: and 64 hexadecimal digits; '{digest}' is not.");

    /// <summary>Shows what would run, and returns its digest once somebody has said yes to it.</summary>
    private static async Task<string> AskAsync(CommandContext context, GateConnection gate, ApproveDeploymentRequest request, CancellationToken cancellationToken)
    {
        if (context.Output.IsJson || !context.Environment.IsInteractive)
        {
            throw new CommandFailure(ExitCode.Usage, "nobody can be asked here; name what is approved by --review-digest.")
            {
                Advice = $"look at it with '{Look(request)} --output json', which has its review_digest.",
            };
        }

        var deployment = await GetAsync(gate, request, cancellationToken);
        if (deployment.State != Deployment.Types.State.PendingApproval || deployment.ReviewDigest.Length == 0)
        {
            throw CommandFailure.Failed($"the deployment {deployment.DeploymentId} is {DeploymentStates.Name(deployment.State)}: it does not wait for approval.");
        }

        DeploymentPrinter.One(context.Output, deployment);
        context.Environment.Out.Write("Approve? [y/N] ");
        await context.Environment.Out.FlushAsync(cancellationToken);
        var answer = await context.Environment.In.ReadLineAsync(cancellationToken);
        return answer?.Trim().ToUpperInvariant() is "Y" or "YES" ? deployment.ReviewDigest : throw CommandFailure.Failed("not approved: the answer was not yes.");
    }

    private static async Task<Deployment> SendAsync(GateConnection gate, ApproveDeploymentRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await gate.AskAsync(options => gate.Service.ApproveDeploymentAsync(request, options), cancellationToken);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.FailedPrecondition)
        {
            var failure = GateErrors.ToFailure(exception);
            throw await IsChangedAsync(gate, request, cancellationToken)
                ? failure.Restated("not approved: what would run has changed since it was looked at.", $"look at what would run now with '{Look(request)}', and approve that.")
                : failure;
        }
    }

    // The gate has one reason for every state that does not allow a call; the deployment itself says whether this is why.
    private static async Task<bool> IsChangedAsync(GateConnection gate, ApproveDeploymentRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(gate, request, cancellationToken) is { State: Deployment.Types.State.PendingApproval } now && now.ReviewDigest != request.ReviewDigest;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    private static Task<Deployment> GetAsync(GateConnection gate, ApproveDeploymentRequest request, CancellationToken cancellationToken)
    {
        var get = new GetDeploymentRequest { Application = request.Application, Environment = request.Environment, DeploymentId = request.DeploymentId };
        return gate.AskAsync(options => gate.Service.GetDeploymentAsync(get, options), cancellationToken);
    }

    private static string Look(ApproveDeploymentRequest request) => $"gatectl get {request.Application} {request.Environment} {request.DeploymentId}";
}
