using Deploy.V1;
using Gateway.Contract.Visibility;
using Rego.Values;

namespace Gatekeeper.Seam;

/// <summary>What the policy decided about one call, or why nothing could be decided. Denied unless the policy said otherwise.</summary>
internal sealed record Decision
{
    /// <value>The one positive outcome: the policy's <c>allow</c> was exactly <c>true</c> and everything else was understood.</value>
    public required bool IsAllowed { get; init; }

    public required string DecisionId { get; init; }

    public required string PolicyRevision { get; init; }

    /// <value>Since when that revision is in use.</value>
    public required DateTimeOffset PolicyActivatedAt { get; init; }

    /// <value>The client as the policy named it; always there when allowed.</value>
    public string? Client { get; init; }

    /// <value>The policy's reasons, for the caller; or one line of ours where the policy gave no usable answer.</value>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <value>Why it is denied: POLICY_DENIED, POLICY_UNDEFINED, POLICY_ERROR or UNKNOWN_OBLIGATION.</value>
    public ErrorReason DenialReason { get; init; }

    /// <value>The obligations as a JSON object, <c>{}</c> where there are none.</value>
    public string ObligationsJson { get; init; } = "{}";

    /// <value>What a list of all may show, beside the grant; null where nothing is hidden.</value>
    public VisibleList? Visible { get; init; }

    /// <value><see cref="Visible"/> as it travels.</value>
    public string? EncodedVisible { get; init; }

    /// <value>The persons behind the call, as the policy named them; null where it did not say.</value>
    public IReadOnlyList<string>? Persons { get; init; }

    /// <value>What the caller counts as for the application, as the policy named it; null where it did not say.</value>
    public IReadOnlyList<string>? Principals { get; init; }

    /// <value>The policy's exceptions that the call made use of.</value>
    public IReadOnlyList<string> Exceptions { get; init; } = [];

    /// <value>Who is to review the use of the exceptions, as the policy named them.</value>
    public IReadOnlyList<string> ReviewBy { get; init; } = [];

    /// <value>Which required claims did not match, a JSON array on one line of ASCII: for the log and the record only. Null where nothing is told.</value>
    public string? DetailsJson { get; init; }

    /// <value>What went wrong inside the policy, for the log and the record only.</value>
    public string? Fault { get; init; }

    /// <value>What the policy saw.</value>
    public required RegoValue Input { get; init; }

    /// <value>What the policy answered; undefined where it gave no answer.</value>
    public RegoValue Result { get; init; } = RegoValue.Undefined;

    /// <value>How long the evaluation took.</value>
    public TimeSpan EvaluationTime { get; init; }
}
