using Gatekeeper.Seam;
using Outcome = Deploy.V1.RefuseExecutionRequest.Types.Outcome;

namespace Gatekeeper.Execution;

/// <summary>What became of one question of the deployer's, to be answered.</summary>
/// <param name="Outcome">Unspecified where the deployment may be executed.</param>
/// <param name="Reasons">Why not, for people.</param>
internal sealed record Verdict(Outcome Outcome, IReadOnlyList<string> Reasons)
{
    /// <value>Whether the deployment may be executed.</value>
    public bool IsExecution => Outcome == Outcome.Unspecified;

    /// <value>The decision about the request, where one was made and recorded.</value>
    public Decision? Decision { get; init; }

    /// <value>The id of the record that says why, where there is no decision; null where there is no record either.</value>
    public string? RecordId { get; init; }

    /// <value>Who asked for the deployment, where that is proven.</value>
    public Caller? Caller { get; init; }

    /// <value>The approvals that count.</value>
    public IReadOnlyList<Deploy.V1.CountedApproval> Approvals { get; init; } = [];

    /// <summary>Nothing can be said now.</summary>
    public static Verdict Undecided(string reason) => new(Outcome.Undecided, [reason]);
}
