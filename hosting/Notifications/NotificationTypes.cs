namespace Gateway.Hosting.Notifications;

/// <summary>The types of events, as CloudEvents means the word. One whose data become others is another type, with the next number.</summary>
public static class NotificationTypes
{
    /// <summary>A deployment waits for approval, or waits for it anew.</summary>
    public const string PendingApproval = "gatekeeper.deployment.pending_approval.v1";

    /// <summary>A hold was set.</summary>
    public const string HoldSet = "gatekeeper.hold.set.v1";

    /// <summary>A hold was released.</summary>
    public const string HoldReleased = "gatekeeper.hold.released.v1";

    /// <summary>A call made use of an exception of the policies.</summary>
    public const string ExceptionUsed = "gatekeeper.exception.used.v1";

    /// <summary>A revision of the policies decides from now on.</summary>
    public const string RevisionTaken = "gatekeeper.revision.taken.v1";

    /// <summary>Policies that were found are not taken.</summary>
    public const string RevisionRefused = "gatekeeper.revision.refused.v1";

    private const string Any = ".*";

    private static readonly string[] Ends = ["succeeded", "failed", "rolled_back", "rejected", "cancelled", "expired", "denied", "superseded"];

    /// <value>What the deployer tells.</value>
    public static IReadOnlyList<string> OfDeployer { get; } = [PendingApproval, .. Ends.Select(DeploymentEnd), HoldSet, HoldReleased];

    /// <value>What the gatekeeper tells.</value>
    public static IReadOnlyList<string> OfGatekeeper { get; } = [ExceptionUsed, RevisionTaken, RevisionRefused];

    /// <summary>The type of a deployment's end.</summary>
    /// <param name="end">The state, in lower case.</param>
    public static string DeploymentEnd(string end) => $"gatekeeper.deployment.{end}.v1";

    /// <summary>Whether a list of a webhook's types takes an event; an empty one takes all.</summary>
    public static bool Takes(IReadOnlyCollection<string> wanted, string type)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return wanted.Count == 0 || wanted.Any(entry => Matches(entry, type));
    }

    /// <summary>Whether an entry of such a list, a type or a beginning with <c>.*</c>, takes a type.</summary>
    public static bool Matches(string entry, string type)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(type);
        return entry.EndsWith(Any, StringComparison.Ordinal) ? type.StartsWith(entry[..^1], StringComparison.Ordinal) : entry == type;
    }
}
