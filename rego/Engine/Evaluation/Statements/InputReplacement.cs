using Rego.Evaluation.Documents;
using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary><c>with input.a.b as value</c>.</summary>
internal sealed class InputReplacement(RegoValue[] path, ValueNode value) : WithReplacement
{
    internal override void Apply(Frame frame, EvaluationScope scope) =>
        scope.Input = DocumentMerge.Put(scope.Input, path, value.Evaluate(frame));
}
