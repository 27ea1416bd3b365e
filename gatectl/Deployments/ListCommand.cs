using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;
using Gateway.Contract.Validation;

namespace Gatectl.Deployments;

/// <summary><c>gatectl list [APPLICATION [ENVIRONMENT]]</c>, newest first.</summary>
internal static class ListCommand
{
    private const int MaxPageSize = 1000;
    private const int DefaultLimit = 50;
    private const int MaxLimit = 100_000;

    private static readonly Argument<string> Application = Optional("application", "The application, or - for all.");
    private static readonly Argument<string> EnvironmentName = Optional("environment", "The environment, or - for all.");
    private static readonly Option<string?> InState = CreateInState();
    private static readonly Option<int> Limit = IntegerOption.Create("--limit", "N", "How many at most.", DefaultLimit, 1, MaxLimit);

    public static Command Create(ProcessEnvironment environment) =>
        new Command("list", "List deployments, newest first.").With(Application, EnvironmentName, InState, Limit).Calls(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var limit = context.Value(Limit);
        var all = new ListDeploymentsResponse();
        var request = new ListDeploymentsRequest
        {
            Application = context.Value(Application),
            Environment = context.Value(EnvironmentName),
            State = context.Value(InState) is { } name ? DeploymentStates.Parse(name) : Deployment.Types.State.Unspecified,
        };
        do
        {
            request.PageSize = Math.Min(MaxPageSize, limit - all.Deployments.Count);
            var page = await gate.AskAsync(options => gate.Service.ListDeploymentsAsync(request, options), cancellationToken);
            all.Deployments.AddRange(page.Deployments);
            request.PageToken = all.NextPageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0 && all.Deployments.Count < limit);

        Print(context.Output, all);
        return ExitCode.Done;
    }

    private static void Print(CommandOutput output, ListDeploymentsResponse all)
    {
        if (output.IsJson)
        {
            output.Document(MessageJson.From(all));
            return;
        }

        DeploymentPrinter.Table(output, all.Deployments);
        if (all.NextPageToken.Length > 0)
        {
            output.Line("there are more; ask for them with --limit.");
        }
    }

    private static Argument<string> Optional(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = _ => FieldRules.Wildcard };

    private static Option<string?> CreateInState()
    {
        var option = new Option<string?>("--in-state") { Description = "Only deployments in this state, for example FAILED.", HelpName = "STATE" };
        option.AcceptOnlyFromAmong([.. DeploymentStates.Names]);
        return option;
    }
}
