using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Audit;

/// <summary>Finds the logs that a command is to read: those of <c>--log</c>, else those of the state directory.</summary>
internal static class AuditLocator
{
    public static readonly Option<string[]> Logs = new("--log")
    {
        Description = "The directory of a log; may be given many times [default: what is in --state].",
        HelpName = "DIR",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static readonly Option<string[]> Keys = new("--key")
    {
        Description = "The file of a log's verifier key, one for each --log in the same order (of a local gate's logs, the gatekeeper's first) [default: keys/audit.vkey beside the log's directory].",
        HelpName = "FILE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>The logs of <c>--log</c>, or every log of the state directory: a local gate's gatekeeper's, then its deployer's.</summary>
    public static IReadOnlyList<AuditLogLocation> Locate(CommandContext context) =>
        Locate(context, state => InLocalGate(new DevPaths(state)) is { Count: > 0 } logs ? logs : [InStateDirectory(state)]);

    /// <summary>The logs of a local gate; none where the gatekeeper's is not there, so that it is never passed over in silence.</summary>
    public static IReadOnlyList<AuditLogLocation> InLocalGate(DevPaths paths)
    {
        var gatekeeper = AuditLogLocation.InState(paths.Gatekeeper);
        var deployer = AuditLogLocation.InState(paths.Deployer);
        return (gatekeeper.Exists, deployer.Exists) switch
        {
            (false, _) => [],
            (true, false) => [gatekeeper],
            (true, true) => [gatekeeper, deployer],
        };
    }

    private static IReadOnlyList<AuditLogLocation> Locate(CommandContext context, Func<string, IReadOnlyList<AuditLogLocation>> inState)
    {
        var logs = context.Value(Logs) ?? [];
        var keys = context.Value(Keys) ?? [];
        if (logs.Length == 0)
        {
            var found = inState(CommonOptions.StateDirectory(context));
            return keys.Length <= found.Count
                ? [.. found.Select((location, index) => index < keys.Length ? location with { VerifierKeyFile = context.FullPath(keys[index]) } : location)]
                : throw CommandFailure.Usage($"{keys.Length} keys are named, and logs found: {found.Count}.");
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
