namespace Gatekeeper.Audit;

/// <summary>A call of earlier that is decided again before it is executed, as its grant names what was decided when it was let in.</summary>
/// <param name="DecisionId">That decision.</param>
/// <param name="Exceptions">The exceptions that it made use of.</param>
internal sealed record RepeatedCall(string DecisionId, IReadOnlyList<string> Exceptions);
