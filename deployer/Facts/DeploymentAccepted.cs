using Gateway.Contract.Approvals;
using Gateway.Contract.Hashing;

namespace Deployer.Facts;

/// <summary>The first fact: a granted call asked for this deployment, and it is durable.</summary>
internal sealed record DeploymentAccepted : DeploymentFact
{
    /// <value>The application.</value>
    public required string Application { get; init; }

    /// <value>The environment.</value>
    public required string Environment { get; init; }

    /// <value>The version asked for.</value>
    public required string Version { get; init; }

    /// <value>The digest that the artifact must have, or empty.</value>
    public string Digest { get; init; } = "";

    /// <value>The caller's id for the request, or empty.</value>
    public string RequestId { get; init; } = "";

    /// <value>Why, in the caller's words.</value>
    public string Reason { get; init; } = "";

    /// <value>The policy's exception that the caller named, or empty.</value>
    public string Exception { get => field ?? ""; init; } = "";

    /// <value>The caller's annotations.</value>
    public SortedDictionary<string, string> Annotations { get; init; } = new(StringComparer.Ordinal);

    /// <value>For a rollback: the deployment that is deployed again; otherwise empty.</value>
    public string RollbackOf { get; init; } = "";

    /// <value>For a rollback: the success that it undoes; empty where none stands, or in journals from before this was known.</value>
    public string RollsBack { get => field ?? ""; init; } = "";

    /// <value>The push begins no earlier; null for no bound.</value>
    public DateTimeOffset? NotBefore { get; init; }

    /// <value>The push begins no later; null for an hour after it is ready.</value>
    public DateTimeOffset? NotAfter { get; init; }

    /// <value>
    /// Whether it is prepared before it waits for approvals, and decided again before the push; false in journals from before that, whose open
    /// deployments end.
    /// </value>
    public bool IsDecidedAtExecution { get; init; }

    /// <value>Who asked, and under which decision.</value>
    public required Authorization Authorization { get; init; }

    /// <value>How many approvals are needed before it may run.</value>
    public int ApprovalsNeeded { get; init; }

    /// <value>From whom; where this is empty and approvals are needed, nobody can give them.</value>
    public IReadOnlyList<ApprovalRule> ApprovalRules { get => field ?? []; init; } = [];

    /// <value>How long after the request approvals are taken; null for no bound.</value>
    public TimeSpan? ApprovalsExpireAfter { get; init; }

    /// <value>In journals from before there were rules: the groups that approvers came from. Nothing reads it any more.</value>
    public IReadOnlyList<string> ApproverGroups { get => field ?? []; init; } = [];

    /// <summary>What makes two requests with the same id the same: who asks, for what, and why.</summary>
    /// <returns>The SHA-256 of everything that the caller said.</returns>
    public byte[] Fingerprint() => ListHash.Compute(
    [
        Authorization.Client, Application, Environment, Version, Digest, Reason, RollbackOf, .. Annotations.SelectMany(a => (string[])[a.Key, a.Value]),

        // After the pairs of annotations it stands alone, and where there is none, the bytes are those of requests from before there was one.
        .. Exception.Length > 0 ? (string[])[Exception] : [],
        .. Times(NotBefore, "@not_before"),
        .. Times(NotAfter, "@not_after"),
    ]);

    // Named as no annotation and no exception can be, so that none is taken for another.
    private static string[] Times(DateTimeOffset? time, string name) => time is { } given ? [name, $"{given.UtcTicks}"] : [];

    /// <inheritdoc/>
    public override string Describe() => ApprovalsNeeded == 0
        ? $"{Authorization.Client} asked for {Application} {Version} in {Environment}."
        : $"{Authorization.Client} asked for {Application} {Version} in {Environment}; {ApprovalsNeeded} approval(s) needed.";
}
