namespace Rego.Evaluation.Tracing;

/// <summary>The definitions that can hold, as OPA's index finds them.</summary>
/// <param name="Chains">For each definition, the branches of it to try one after the other.</param>
/// <param name="IsEarly">Whether all of them have one and the same value, so that the first solution is enough.</param>
internal sealed record TracedSelection(TracedBranch[][] Chains, bool IsEarly)
{
    /// <summary>How an event tells it.</summary>
    internal string Message => $"(matched {Chains.Length} {(Chains.Length == 1 ? "rule" : "rules")}{(IsEarly ? ", early exit" : string.Empty)})";
}
