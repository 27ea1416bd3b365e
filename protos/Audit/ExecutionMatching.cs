namespace Gateway.Contract.Audit;

/// <summary>What a comparison of executions with decisions came to.</summary>
/// <param name="Executions">How many executions the deployers recorded, each take-up after a restart by itself.</param>
/// <param name="Unchecked">How many of them were decided by a gatekeeper whose log is not among those compared, or by none: their push had begun before executions were decided.</param>
/// <param name="AbsentOrigins">The origins of those logs; empty for none.</param>
/// <param name="Problems">What does not match, each in a sentence; a bounded number.</param>
/// <param name="FurtherProblems">How many there are beyond.</param>
public sealed record ExecutionMatching(
    int Executions, int Unchecked, IReadOnlyList<string> AbsentOrigins, IReadOnlyList<string> Problems, int FurtherProblems)
{
    /// <value>Whether nothing contradicts: everything that could be compared matches.</value>
    public bool IsMatched => Problems.Count == 0;
}
