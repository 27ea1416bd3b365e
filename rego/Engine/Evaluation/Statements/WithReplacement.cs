namespace Rego.Evaluation.Statements;

/// <summary>One <c>with</c> modifier, its value evaluated before.</summary>
internal abstract class WithReplacement
{
    /// <summary>Puts the value into the new view.</summary>
    internal abstract void Apply(Frame frame, EvaluationScope scope);
}
