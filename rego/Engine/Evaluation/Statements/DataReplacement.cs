using Rego.Evaluation.Documents;
using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary><c>with data.a.b as value</c>: base document and rules at the path are replaced.</summary>
internal sealed class DataReplacement(RegoValue[] path, ValueNode value) : WithReplacement
{
    internal override void Apply(Frame frame, EvaluationScope scope)
    {
        scope.Replacement = DocumentMerge.Put(scope.Replacement, path, value.Evaluate(frame));
        scope.ReplacedPaths = [.. scope.ReplacedPaths ?? [], path];
    }
}
