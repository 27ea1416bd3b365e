using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Deployments;

/// <summary><c>gatectl deploy APPLICATION ENVIRONMENT VERSION</c></summary>
internal static class DeployCommand
{
    private static readonly Argument<string> Application = DeploymentArguments.Application();
    private static readonly Argument<string> EnvironmentName = DeploymentArguments.Environment();
    private static readonly Argument<string> Version = new("version") { Description = "The version." };
    private static readonly Option<string?> Reason = DeploymentArguments.Reason();
    private static readonly Option<string?> Exception = DeploymentArguments.Exception();
    private static readonly Option<string?> RequestId = DeploymentArguments.RequestId();
    private static readonly WaitOptions Wait = new();

    private static readonly Option<string?> Digest = new("--digest")
    {
        Description = "The digest that the artifact must have.",
        HelpName = "sha256:HEX",
    };

    private static readonly Option<string[]> Annotations = new("--annotation", "-a")
    {
        Description = "A note kept with the deployment; may be given many times.",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("deploy", "Ask for a deployment, and follow it to its end.")
            .With(Application, EnvironmentName, Version, Digest, Reason, Exception, RequestId, Annotations, Wait.NoWait, Wait.TimeoutSeconds)
            .Calls(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var request = RequestOf(context);
        var accepted = await gate.AskAsync(options => gate.Service.CreateDeploymentAsync(request, options), cancellationToken);
        return await DeploymentFollower.FinishAsync(context, gate, accepted, Wait, cancellationToken);
    }

    private static CreateDeploymentRequest RequestOf(CommandContext context)
    {
        var request = new CreateDeploymentRequest
        {
            Application = context.Value(Application),
            Environment = context.Value(EnvironmentName),
            Version = context.Value(Version),
            Digest = context.Value(Digest) ?? "",
            Reason = context.Value(Reason) ?? "",
            Exception = context.Value(Exception) ?? "",
            RequestId = context.Value(RequestId) ?? Guid.CreateVersion7(context.Environment.Time.GetUtcNow()).ToString(),
        };
        foreach (var annotation in context.Value(Annotations) ?? [])
        {
            var equals = annotation.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !TryAdd(request, annotation[..equals], annotation[(equals + 1)..]))
            {
                throw CommandFailure.Usage($"--annotation takes KEY=VALUE, each key once; '{annotation}' is not that.");
            }
        }

        return request;
    }

    private static bool TryAdd(CreateDeploymentRequest request, string key, string value)
    {
        if (request.Annotations.ContainsKey(key))
        {
            return false;
        }

        request.Annotations.Add(key, value);
        return true;
    }
}
