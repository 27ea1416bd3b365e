namespace Gateway.Contract.Audit;

/// <summary>One record as a list shows it. Fields that a record of its kind has not are null.</summary>
public sealed record LogEntry
{
    /// <value>The record's number, from 0.</value>
    public required long Sequence { get; init; }

    /// <value>The record as it stands in the log: one line of UTF-8.</value>
    public required string Json { get; init; }

    /// <value><c>decision</c>, <c>refusal</c>, <c>summary</c>, <c>start</c>, <c>stop</c>, <c>repair</c>, <c>revision</c>, <c>execution</c>, <c>stopped</c>, <c>credential_read</c>, …</value>
    public string? Kind { get; init; }

    /// <value>When, as the record has it (RFC 3339, UTC).</value>
    public string? Timestamp { get; init; }

    /// <value>The origin of the log.</value>
    public string? Origin { get; init; }

    /// <value>The decision's id.</value>
    public string? DecisionId { get; init; }

    /// <value>The client as the policy named it.</value>
    public string? Client { get; init; }

    /// <value>The subject of the proven caller; null where none was proven, or the record does not say.</value>
    public string? Subject { get; init; }

    /// <value>Whether the call was allowed.</value>
    public bool? IsAllowed { get; init; }

    /// <value>Why it was not: the name of an <c>ErrorReason</c>.</value>
    public string? Reason { get; init; }

    /// <value>What was wrong, in words that name no secret; of a summary, what it counts.</value>
    public string? Detail { get; init; }

    /// <value>Of a refused token, its fault and issuer, and which key, audience and party it claims, in words. For the operator only.</value>
    public string? Token { get; init; }

    /// <value><c>rest</c> or <c>grpc</c>.</value>
    public string? Door { get; init; }

    /// <value>The method that was called.</value>
    public string? Method { get; init; }

    /// <value>The action in policy.</value>
    public string? Action { get; init; }

    /// <value>The application.</value>
    public string? Application { get; init; }

    /// <value>The environment.</value>
    public string? Environment { get; init; }

    /// <value>The deployment, in a deployer's records, in decisions at execution, and in those about calls that name one.</value>
    public string? DeploymentId { get; init; }

    /// <value>The decision that let the deployment be created, in records of what came of it.</value>
    public string? RequestDecisionId { get; init; }

    /// <value>What was asked of the policies: <c>gatekeeper/decision</c>, <c>deployer/artifact</c>, <c>deployer/credentials</c>.</value>
    public string? Path { get; init; }

    /// <value>The credential that was read.</value>
    public string? Credential { get; init; }

    /// <value>What it was read for.</value>
    public string? Purpose { get; init; }

    /// <value>What became of policies that were found, in a record of them: <c>taken</c> or <c>refused</c>.</value>
    public string? Outcome { get; init; }

    /// <value>The revision that a record is about, <c>sha256:…</c>.</value>
    public string? Revision { get; init; }

    /// <value>The policy's reasons; of refused policies, what is wrong with them.</value>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <value>Of a refusal, which required claims do not match: each in words, what was expected and what was found. For the operator only.</value>
    public IReadOnlyList<string> RequiredClaims { get; init; } = [];

    /// <value>The exceptions that an allowed call made use of.</value>
    public IReadOnlyList<string> Exceptions { get; init; } = [];

    /// <value>Whether the record is of a use of exceptions that a person is to review.</value>
    public bool IsReviewDue { get; init; }

    /// <value>Of a review, the decision that was reviewed.</value>
    public string? Reviewed { get; init; }
}
