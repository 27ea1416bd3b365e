using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;
using Grpc.Core;
using State = Deploy.V1.Review.Types.State;

namespace Gatectl.Audit;

/// <summary>
/// <c>gatectl audit review DECISION --application NAME --environment NAME [--comment TEXT] [--yes]</c>: shows the use of an exception and asks,
/// or reviews it without where <c>--yes</c> says so.
/// </summary>
internal static class AuditReviewCommand
{
    private static readonly Argument<string> DecisionId = new("decision") { Description = "The decision that made use of an exception." };
    private static readonly Option<string> Application = Required("--application", "The application that it was about.", "NAME");
    private static readonly Option<string> EnvironmentName = Required("--environment", "The environment that it was about.", "NAME");
    private static readonly Option<string?> Comment = new("--comment", "-m") { Description = "What the review has found, for the record.", HelpName = "TEXT" };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not show it and ask: it has been looked at." };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("review", "Show the use of an exception, and say that it is reviewed.")
            .With(DecisionId, Application, EnvironmentName, Comment, Yes)
            .Calls(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var request = new ReviewDecisionRequest
        {
            Application = context.Value(Application) ?? "",
            Environment = context.Value(EnvironmentName) ?? "",
            DecisionId = context.Value(DecisionId).ToLowerInvariant(),
            Comment = context.Value(Comment) ?? "",
        };
        if (!context.Value(Yes) && await AskAsync(context, gate, request, cancellationToken) is { } known)
        {
            context.Output.Line($"it was reviewed before, by {TerminalText.Escape(known.ReviewedBy)}.");
            return ExitCode.Done;
        }

        var review = await gate.AskAsync(options => gate.Audit.ReviewDecisionAsync(request, options), cancellationToken);
        if (context.Output.IsJson)
        {
            context.Output.Document(MessageJson.From(review));
        }
        else
        {
            FieldLines.Write(context.Output, ReviewFields.All(review));
        }

        return ExitCode.Done;
    }

    /// <summary>Shows what is reviewed, and returns where somebody has said yes to it.</summary>
    /// <returns>The review that there is already; null where there is none.</returns>
    private static async Task<Review?> AskAsync(CommandContext context, GateConnection gate, ReviewDecisionRequest request, CancellationToken cancellationToken)
    {
        if (context.Output.IsJson || !context.Environment.IsInteractive)
        {
            throw new CommandFailure(ExitCode.Usage, "nobody can be asked here; --yes says that it has been looked at.")
            {
                Advice = $"look at it with 'gatectl audit reviews --gate --application {request.Application} --environment {request.Environment}'.",
            };
        }

        var review = await FindAsync(gate, request, cancellationToken);
        FieldLines.Write(context.Output, ReviewFields.All(review));
        if (review.State == State.Done)
        {
            return review;
        }

        context.Environment.Out.Write("Reviewed? [y/N] ");
        await context.Environment.Out.FlushAsync(cancellationToken);
        var answer = await context.Environment.In.ReadLineAsync(cancellationToken);
        return answer?.Trim().ToUpperInvariant() is "Y" or "YES" ? null : throw CommandFailure.Failed("not reviewed: the answer was not yes.");
    }

    private static async Task<Review> FindAsync(GateConnection gate, ReviewDecisionRequest request, CancellationToken cancellationToken)
    {
        var list = new ListReviewsRequest { Application = request.Application, Environment = request.Environment, DecisionId = request.DecisionId, PageSize = 1 };
        try
        {
            var found = await gate.AskAsync(options => gate.Audit.ListReviewsAsync(list, options), cancellationToken);
            return found.Reviews.FirstOrDefault()
                ?? throw CommandFailure.Failed($"the gate has no use of an exception with the decision {request.DecisionId} for {request.Application} in {request.Environment}. A gatekeeper knows those that it has decided itself.");
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.PermissionDenied)
        {
            throw GateErrors.ToFailure(exception).Restated(
                "it cannot be shown: that takes the right to read the record (read_audit).", "have somebody show it who has that right, and then say with --yes that it has been looked at.");
        }
    }

    private static Option<string> Required(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName, Required = true };
}
