using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;
using Google.Protobuf.WellKnownTypes;

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
    private static readonly Option<DateTimeOffset?> NotBefore = TimeOption.Create("--not-before", "The push begins no earlier (RFC 3339); at most 30 days ahead.");
    private static readonly Option<DateTimeOffset?> NotAfter = TimeOption.Create("--not-after", "Where the push has not begun by then, it does not (RFC 3339).");

    private static readonly Option<bool> ValidateOnly = new("--validate-only")
    {
        Description = "Only ask whether it is allowed, and what it would take; nothing is begun.",
    };

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
            .With(Application, EnvironmentName, Version, Digest, Reason, Exception, RequestId, Annotations, NotBefore, NotAfter, ValidateOnly, Wait.NoWait, Wait.TimeoutSeconds)
            .Calls(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var request = RequestOf(context);
        var accepted = await gate.AskAsync(options => gate.Service.CreateDeploymentAsync(request, options), cancellationToken);
        return request.ValidateOnly
            ? ShowAnswer(context.Output, request, accepted)
            : await DeploymentFollower.FinishAsync(context, gate, accepted, Wait, cancellationToken);
    }

    private static int ShowAnswer(CommandOutput output, CreateDeploymentRequest request, Deployment answer)
    {
        // A deployment's id comes from the deployer, which must not have heard of this: who asked must know that it did.
        if (answer.DeploymentId.Length > 0)
        {
            throw new CommandFailure(ExitCode.Failed, $"the gate did not heed --validate-only: the deployment {answer.DeploymentId} has begun.")
            {
                Advice = $"stop it with 'gatectl cancel {request.Application} {request.Environment} {answer.DeploymentId}'.",
            };
        }

        if (output.IsJson)
        {
            DeploymentPrinter.One(output, answer);
            return ExitCode.Done;
        }

        output.Line(TerminalText.Escape($"allowed: {request.Application} {request.Version} to {request.Environment}. Nothing was begun."));
        var approvals = answer.ApprovalsNeeded.Select(needed => ("approvals", $"{needed.Count} of {string.Join(" or ", needed.From)}"));
        DeploymentPrinter.Fields(output, [.. approvals.DefaultIfEmpty(("approvals", "none are asked for")), ("decision id", answer.DecisionId), ("policy revision", answer.PolicyRevision)]);
        return ExitCode.Done;
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
            NotBefore = context.Value(NotBefore)?.ToTimestamp(),
            NotAfter = context.Value(NotAfter)?.ToTimestamp(),
            ValidateOnly = context.Value(ValidateOnly),
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
