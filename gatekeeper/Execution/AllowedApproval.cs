namespace Gatekeeper.Execution;

/// <summary>An approval that the policies still allow.</summary>
/// <param name="Call">The call that approved.</param>
/// <param name="DecisionId">The decision that allows it now.</param>
/// <param name="Persons">The persons behind it, as the policy names them now.</param>
/// <param name="Principals">What the approver counts as now.</param>
internal sealed record AllowedApproval(ProvenCall Call, string DecisionId, IReadOnlyList<string> Persons, IReadOnlyList<string> Principals);
