namespace Rego.Evaluation.Tracing;

/// <summary>
/// Why an instrumented plan stops: a rule whose definitions all have one value needs no second solution. It unwinds through the
/// callers, whose statements ran inside the rule, one level at a time.
/// </summary>
/// <param name="IsDeferred">Whether the rule it passes still looks at its other solutions, which must not differ.</param>
/// <param name="Previous">The exit that the caller had met, or null.</param>
internal sealed record EarlyExit(bool IsDeferred, EarlyExit? Previous);
