using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;
using Gateway.Contract.Audit;
using Gateway.Contract.Validation;
using State = Deploy.V1.Review.Types.State;

namespace Gatectl.Audit;

/// <summary>
/// <c>gatectl audit reviews</c>: the uses of exceptions that nobody has reviewed yet, oldest first; with <c>--all</c> those that were
/// reviewed, too. From logs on this machine, or as a gate says.
/// </summary>
internal static class AuditReviewsCommand
{
    private const int MaxPageSize = 1000;
    private const int DefaultLimit = 50;
    private const int MaxLimit = 100_000;

    // What the logs of this machine may hold of them; a gate has a bound of its own.
    private const int MaxInLogs = 1_000_000;

    private static readonly Option<bool> FromGate = new("--gate") { Description = "Ask the gate, in place of reading logs on this machine; so does every option that names a gate or a caller." };
    private static readonly Option<bool> All = new("--all") { Description = "Those that were reviewed, too." };
    private static readonly Option<string> Application = Filter("--application", "Only of this application.");
    private static readonly Option<string> EnvironmentName = Filter("--environment", "Only of this environment.");
    private static readonly Option<int> Limit = IntegerOption.Create("--limit", "N", "How many at most.", DefaultLimit, 1, MaxLimit);

    public static Command Create(ProcessEnvironment environment) =>
        new Command("reviews", "Show which uses of exceptions are to be reviewed, and by whom.")
            .With(AuditLocator.Logs, AuditLocator.Keys, FromGate, All, Application, EnvironmentName, Limit)
            .With(GateOptions.All)
            .Runs(environment, RunAsync);

    private static Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (!context.Value(FromGate) && !GateOptions.All.Any(context.IsGiven))
        {
            return Task.FromResult(Print(context, Read(context, cancellationToken)));
        }

        return context.IsGiven(AuditLocator.Logs)
            ? throw CommandFailure.Usage("--log names a log on this machine, and a gate is to be asked; give one of the two.")
            : GateCommand.RunAsync(context, async gate => Print(context, await AskAsync(context, gate, cancellationToken)), cancellationToken);
    }

    private static ListReviewsResponse Read(CommandContext context, CancellationToken cancellationToken)
    {
        var ledger = new UseLedger(MaxInLogs, MaxInLogs);

        // Each log in its own order, which no clock can turn round.
        foreach (var record in AuditLocator.Locate(context).SelectMany(location => Read(location, cancellationToken)))
        {
            ledger.Add(record);
        }

        var found = ledger.Uses.Where(use => IsWanted(use, context)).OrderBy(use => use.Time).ThenBy(use => use.DecisionId, StringComparer.Ordinal).ToArray();
        var answer = new ListReviewsResponse { Reviews = { found.Take(context.Value(Limit)).Select(ReviewMessages.From) }, Incomplete = ledger.IsIncomplete };
        if (found.Length > answer.Reviews.Count)
        {
            answer.NextPageToken = FieldRules.Wildcard;
        }

        return answer;
    }

    private static IReadOnlyList<UseRecord> Read(AuditLogLocation location, CancellationToken cancellationToken)
    {
        try
        {
            return [.. UseReader.ReadAll(location.Directory, cancellationToken)];
        }
        catch (Exception exception) when (exception is FormatException or System.Text.Json.JsonException)
        {
            throw CommandFailure.Failed($"{location.Directory} cannot be read: {exception.Message} 'gatectl audit verify' says what is wrong with it.", exception);
        }
    }

    private static bool IsWanted(ExceptionUse use, CommandContext context) =>
        (context.Value(All) || use.Review is null)
        && IsNamed(context.Value(Application), use.Application)
        && IsNamed(context.Value(EnvironmentName), use.Environment);

    private static bool IsNamed(string? wanted, string actual) => wanted is null or FieldRules.Wildcard || wanted == actual;

    private static async Task<ListReviewsResponse> AskAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var limit = context.Value(Limit);
        var all = new ListReviewsResponse();
        var request = new ListReviewsRequest
        {
            Application = context.Value(Application) ?? FieldRules.Wildcard,
            Environment = context.Value(EnvironmentName) ?? FieldRules.Wildcard,
            State = context.Value(All) ? State.Unspecified : State.Due,
        };
        do
        {
            request.PageSize = Math.Min(MaxPageSize, limit - all.Reviews.Count);
            var page = await gate.AskAsync(options => gate.Audit.ListReviewsAsync(request, options), cancellationToken);
            all.Reviews.AddRange(page.Reviews);
            all.Incomplete |= page.Incomplete;
            request.PageToken = all.NextPageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0 && all.Reviews.Count < limit);

        return all;
    }

    private static int Print(CommandContext context, ListReviewsResponse all)
    {
        var hasMore = all.NextPageToken.Length > 0;
        if (context.Output.IsJson)
        {
            // The token is of use to nobody: it goes on in the middle of a page.
            all.NextPageToken = "";
            var document = MessageJson.From(all).AsObject();
            document.Remove("next_page_token");
            document["more"] = hasMore;
            context.Output.Document(document);
            return ExitCode.Done;
        }

        ReviewTable.Write(context.Output, all.Reviews);
        if (hasMore)
        {
            context.Output.Line("there are more; ask for them with --limit.");
        }

        if (all.Incomplete)
        {
            context.Output.Notice("there are more uses to review than are held here: what is shown is not all.");
        }

        return ExitCode.Done;
    }

    private static Option<string> Filter(string name, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => FieldRules.Wildcard, HelpName = "NAME" };
}
