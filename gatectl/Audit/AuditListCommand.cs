using System.CommandLine;
using System.Text.Json.Nodes;
using Gatectl.CommandLine;
using Gatectl.Gates;
using Gateway.Contract.Audit;
using Spectre.Console;

namespace Gatectl.Audit;

/// <summary><c>gatectl audit list</c>: the last records, oldest first. It proves nothing; that is the verification's work.</summary>
internal static class AuditListCommand
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 100_000;

    // What is longer stands in the record, which --output json shows whole.
    private const int MaxCell = 1000;

    private static readonly Option<int> Limit = IntegerOption.Create("--limit", "N", "How many at most.", DefaultLimit, 1, MaxLimit);
    private static readonly Option<bool> Denied = new("--denied") { Description = "Only what was not allowed." };
    private static readonly Option<string?> Client = Filter("--client", "Only this client's.");
    private static readonly Option<string?> Application = Filter("--application", "Only what is about this application.");
    private static readonly Option<string?> EnvironmentName = Filter("--environment", "Only what is about this environment.");
    private static readonly Option<string?> DecisionId = Filter("--decision", "Only this decision.");
    private static readonly Option<string?> DeploymentId = Filter("--deployment", "Only what is about this deployment.");

    public static Command Create(ProcessEnvironment environment) =>
        new Command("list", "Show the last records.")
            .With(AuditLocator.Logs, AuditLocator.Keys, Limit, Denied, Client, Application, EnvironmentName, DecisionId, DeploymentId)
            .Runs(environment, (context, _) => Task.FromResult(Run(context)));

    private static int Run(CommandContext context)
    {
        var locations = AuditLocator.Locate(context);
        var creating = Creating(locations, context);
        var entries = locations
            .SelectMany(location => Read(location, context.Value(Limit), entry => IsWanted(entry, context, creating), context.Value(DecisionId)))
            .OrderBy(entry => entry.Timestamp, StringComparer.Ordinal)
            .TakeLast(context.Value(Limit))
            .ToArray();
        if (context.Output.IsJson)
        {
            context.Output.Document(new JsonObject { ["records"] = new JsonArray([.. entries.Select(entry => JsonNode.Parse(entry.Json))]) });
        }
        else
        {
            Print(context.Output, entries);
        }

        return ExitCode.Done;
    }

    // When it was decided about, the deployment had no id yet: what came of it names the decision.
    private static HashSet<string> Creating(IEnumerable<AuditLogLocation> locations, CommandContext context) => context.Value(DeploymentId) is not { } deployment
        ? []
        : [.. locations.SelectMany(location => Read(location, int.MaxValue, entry => entry.DeploymentId == deployment)).Select(entry => entry.RequestDecisionId).OfType<string>()];

    private static IReadOnlyList<LogEntry> Read(AuditLogLocation location, int count, Func<LogEntry, bool> filter, string? decisionId = null)
    {
        try
        {
            return decisionId is null ? LogReader.ReadLast(location.Directory, count, filter) : LogReader.ReadDecision(location.Directory, decisionId, count, filter);
        }
        catch (Exception exception) when (exception is FormatException or System.Text.Json.JsonException)
        {
            throw CommandFailure.Failed($"{location.Directory} cannot be read: {exception.Message} 'gatectl audit verify' says what is wrong with it.", exception);
        }
    }

    private static bool IsWanted(LogEntry entry, CommandContext context, HashSet<string> creating) =>
        (!context.Value(Denied) || entry.IsAllowed == false || entry.Outcome == "refused")
        && IsSame(context.Value(Client), entry.Client)
        && IsSame(context.Value(Application), entry.Application)
        && IsSame(context.Value(EnvironmentName), entry.Environment)
        && IsSame(context.Value(DecisionId), entry.DecisionId)
        && (IsSame(context.Value(DeploymentId), entry.DeploymentId) || (entry.Path == "gatekeeper/decision" && creating.Contains(entry.DecisionId ?? "")));

    private static bool IsSame(string? wanted, string? actual) => wanted is null || wanted == actual;

    private static void Print(CommandOutput output, IReadOnlyList<LogEntry> entries)
    {
        var table = new Table { Border = TableBorder.None }.AddColumns("LOG", "RECORD", "TIME", "CLIENT", "ACTION", "APPLICATION", "ENVIRONMENT", "OUTCOME", "DECISION", "WHY");
        foreach (var column in table.Columns)
        {
            column.NoWrap = true;
            column.Padding = new Padding(0, 0, 2, 0);
        }

        foreach (var entry in entries)
        {
            table.AddRow(Row(entry).Select(cell => Markup.Escape(Cut(TerminalText.Escape(cell)))).ToArray());
        }

        output.Console.Write(table);
    }

    private static string Cut(string cell) => cell.Length <= MaxCell ? cell : cell[..MaxCell] + "…";

    private static string[] Row(LogEntry entry) =>
    [
        entry.Origin ?? "-", entry.Sequence.ToString(), entry.Timestamp ?? "", entry.Client ?? entry.Subject ?? "-", Action(entry), entry.Application ?? "-",
        entry.Environment ?? "-", Outcome(entry), entry.DecisionId ?? "-", Why(entry),
    ];

    private static string Action(LogEntry entry) => entry.Action ?? (entry.Kind == "decision" ? entry.Path : entry.Kind) ?? "";

    private static string Outcome(LogEntry entry) => entry.IsAllowed switch
    {
        true => "allowed",
        false => "DENIED",
        null => entry.Outcome ?? (entry.Reason is null ? "" : "refused"),
    };

    private static string Why(LogEntry entry) => string.Join("; ", new[] { Mark(entry), Reason(entry) }.Where(text => text.Length > 0));

    private static string Mark(LogEntry entry) =>
        entry.Reviewed is { } reviewed ? $"reviewed {reviewed}"
        : entry.Exceptions.Count == 0 ? ""
        : $"USED {string.Join(", ", entry.Exceptions)}{(entry.IsReviewDue ? ", to be reviewed" : "")}";

    private static string Reason(LogEntry entry) =>
        entry.Revision is { } revision ? string.Join(": ", new[] { revision, string.Join("; ", entry.Reasons) }.Where(text => text.Length > 0))
        : entry.Credential is { } credential ? $"{credential}, to {entry.Purpose}"
        : entry.Reasons.Count > 0 ? string.Join("; ", entry.Reasons.Concat(entry.RequiredClaims))
        : string.Join(": ", new[] { entry.Reason, entry.Detail }.Where(text => !string.IsNullOrEmpty(text))) + (entry.Token is null ? "" : $" ({entry.Token})");

    private static Option<string?> Filter(string name, string description) => new(name) { Description = description };
}
