using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Dev;

namespace Gatectl.Audit;

/// <summary>Finds the logs that a command is to read: those of <c>--log</c>, else the one of the state directory.</summary>
internal static class AuditLocator
{
    public static readonly Option<string[]> Logs = new("--log")
    {
        Description = "The folder of a log; may be given many times [default: the log of --state].",
        HelpName = "DIR",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static readonly Option<string[]> Keys = new("--key")
    {
        Description = "The file of a log's verifier key, one for each --log in the same order [default: keys/audit.vkey beside the log's folder].",
        HelpName = "FILE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static IReadOnlyList<AuditLogLocation> Locate(CommandContext context)
    {
        var logs = context.Value(Logs) ?? [];
        var keys = context.Value(Keys) ?? [];
        if (logs.Length == 0)
        {
            var location = InStateDirectory(CommonOptions.StateDirectory(context));
            return keys switch
            {
                [] => [location],
                [var key] => [location with { VerifierKeyFile = context.FullPath(key) }],
                _ => throw CommandFailure.Usage("there is one log, and more than one --key."),
            };
        }

        if (keys.Length > 0 && keys.Length != logs.Length)
        {
            throw CommandFailure.Usage($"{logs.Length} logs are named and {keys.Length} keys; give one --key for each --log, or none.");
        }

        return [.. logs.Select((log, index) => Named(context, log, index < keys.Length ? keys[index] : null))];
    }

    private static AuditLogLocation Named(CommandContext context, string log, string? key)
    {
        var directory = Path.TrimEndingDirectorySeparator(context.FullPath(log));
        return key is null
            ? new AuditLogLocation(directory, Path.Combine(Path.GetDirectoryName(directory) ?? "/", "keys", "audit.vkey"))
            : new AuditLogLocation(directory, context.FullPath(key));
    }

    /// <summary>The state directory may be that of a local gate, or a gatekeeper's own.</summary>
    private static AuditLogLocation InStateDirectory(string state)
    {
        AuditLogLocation[] candidates = [AuditLogLocation.InState(new DevPaths(state).Gatekeeper), AuditLogLocation.InState(state)];
        return candidates.FirstOrDefault(candidate => Directory.Exists(candidate.Directory))
            ?? throw CommandFailure.Usage($"there is no audit log in {state}; name a state with --state, or a log with --log.");
    }
}
