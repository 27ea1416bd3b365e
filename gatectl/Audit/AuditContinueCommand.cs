using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Gatectl.CommandLine;
using Gateway.Contract.Audit;

namespace Gatectl.Audit;

/// <summary>
/// <c>gatectl audit continue</c>: orders that a log goes on in spite of what its program's last start found wrong with it. The next start
/// carries that out, for just that finding, and puts it on record.
/// </summary>
internal static class AuditContinueCommand
{
    private const int MaxReasonLength = 1000;
    private const UnixFileMode ReadableByTheProgram = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly Option<string> Reason = new("--reason") { Description = "Why it is right to go on; stands in the record.", HelpName = "TEXT", Required = true };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("continue", "Let a log go on in spite of what the last start found, which is put on record.")
            .With(AuditLocator.Logs, Reason)
            .Runs(environment, (context, _) => Task.FromResult(Run(context)));

    private static int Run(CommandContext context)
    {
        var locations = AuditLocator.Locate(context);
        if (locations.Count != 1)
        {
            throw CommandFailure.Usage($"one log at a time is continued; name one of them with --log: {string.Join(", ", locations.Select(location => location.Directory))}.");
        }

        var directory = locations[0].Directory;
        var refusal = Find(directory);
        var order = new LogContinuation(refusal.Digest, ReasonOf(context), ByOf(context), SetAsideName(context));
        Write(directory, order);
        context.Output.Line($"found: {TerminalText.Escape(refusal.Found)}");
        context.Output.Line(refusal.IsRollback
            ? "at the next start the log goes on where it ends; copies of later checkpoints contradict it from then on."
            : $"at the next start the log is moved to {Path.Combine(directory, order.SetAside)}, and a new one begins.");
        context.Output.Line($"remove {Path.Combine(directory, LogLayout.ContinuationFile)} to take that back.");
        if (context.Output.IsJson)
        {
            context.Output.Document(new JsonObject
            {
                ["directory"] = directory, ["found"] = refusal.Found, ["rollback"] = refusal.IsRollback, ["set_aside"] = refusal.IsRollback ? null : order.SetAside,
            });
        }

        return ExitCode.Done;
    }

    private static LogRefusal Find(string directory)
    {
        try
        {
            return LogRefusal.Find(directory)
                ?? throw CommandFailure.Failed($"no start of a program was refused because of the log in {directory}; there is nothing to decide.");
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Failed($"why the start was refused cannot be read: {exception.Message}", exception);
        }
    }

    private static string ReasonOf(CommandContext context)
    {
        var reason = context.Value(Reason)!.Trim();
        return reason.Length is > 0 and <= MaxReasonLength && !reason.Any(char.IsControl)
            ? reason
            : throw CommandFailure.Usage($"--reason takes a line of 1 to {MaxReasonLength} characters.");
    }

    private static string ByOf(CommandContext context) => context.Environment.Variable("SUDO_USER") is { Length: > 0 } user ? $"{user} as {Environment.UserName}" : Environment.UserName;

    private static string SetAsideName(CommandContext context) =>
        LogLayout.SetAsidePrefix + context.Environment.Time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    // The program reads it, whoever runs this command.
    private static void Write(string directory, LogContinuation order)
    {
        var path = Path.Combine(directory, LogLayout.ContinuationFile);
        try
        {
            File.WriteAllBytes(path + ".new", order.ToBytes());
            File.SetUnixFileMode(path + ".new", ReadableByTheProgram);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Failed($"the order cannot be left in {directory}: {exception.Message} Run this as the program's user, or as root.", exception);
        }
    }
}
