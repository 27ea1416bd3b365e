using System.Runtime.CompilerServices;
using Rego.Errors;

namespace Rego.Evaluation.Statements;

/// <summary>Stands here and there in a long body: each statement runs inside the one before it, and the stack must suffice for all.</summary>
internal sealed class StackCheckNode : StatementNode
{
    internal override bool Execute(Frame frame) =>
        RuntimeHelpers.TryEnsureSufficientExecutionStack()
            ? Next.Execute(frame)
            : throw new RegoEvaluationException(DiagnosticCodes.EvalCancel, "evaluation stopped: the body of a rule has too many statements");
}
