using Rego.Evaluation.Calls;
using Rego.Evaluation.Rules;

namespace Rego.Evaluation.Statements;

/// <summary><c>with f as g</c>, <c>with f as value</c>.</summary>
/// <param name="target">The <see cref="FunctionPlan"/> or the built-in function that is replaced.</param>
/// <param name="replacement">The <see cref="FunctionPlan"/> or the built-in function that replaces it; null for a value.</param>
/// <param name="value">The value that every call has, or null.</param>
internal sealed class FunctionReplacement(object target, object? replacement, ValueNode? value) : WithReplacement
{
    internal override void Apply(Frame frame, EvaluationScope scope) =>
        scope.Mocks = new MockTable(scope.Mocks, target, replacement ?? value!.Evaluate(frame));
}
