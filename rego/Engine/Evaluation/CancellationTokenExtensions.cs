using Rego.Errors;

namespace Rego.Evaluation;

/// <summary>Cancellation in the evaluator's terms.</summary>
internal static class CancellationTokenExtensions
{
    /// <summary>Ends the evaluation with <c>eval_cancel_error</c> where the host has asked for it.</summary>
    internal static void ThrowIfCancelled(this CancellationToken token)
    {
        if (token.IsCancellationRequested)
        {
            throw new RegoEvaluationException(DiagnosticCodes.EvalCancel, "caller cancelled query execution");
        }
    }
}
