using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>A function, instrumented.</summary>
/// <param name="id">The plan's number in its policy; results are remembered by it.</param>
/// <param name="definitions">Its definitions.</param>
internal sealed class TracedFunction(int id, TracedDefinitions definitions)
{
    internal TracedDefinitions Definitions => definitions;

    /// <summary>The result of a call for its value alone.</summary>
    internal RegoValue Invoke(EvaluationContext context, RegoValue[] operands)
    {
        var selection = definitions.Select(context, operands);
        if (Known(context, operands) is { } known)
        {
            return known;
        }

        var frame = context.Rent(definitions.Unit);
        var activation = NewActivation(context, operands, new TracedContinuation(frame, null, -1) { IsCall = true });
        activation.Run(selection);
        context.Return(definitions.Unit, frame);
        return activation.Result ?? RegoValue.Undefined;
    }

    /// <summary>The result of an equal call made before under the same view, or null.</summary>
    internal RegoValue? Known(EvaluationContext context, RegoValue[] operands) => context.Scope.GetCall(KeyOf(context, operands));

    /// <summary>Calls with what follows run inside.</summary>
    internal bool Run(EvaluationContext context, TracedSelection selection, RegoValue[] operands, TracedContinuation continuation) =>
        NewActivation(context, operands, continuation).Run(selection);

    private TracedActivation NewActivation(EvaluationContext context, RegoValue[] operands, TracedContinuation continuation)
    {
        var scope = context.Scope;
        var key = KeyOf(context, operands);
        return new TracedActivation(context, definitions, continuation, value => scope.SetCall(key, value)) { Operands = operands };
    }

    private CallKey KeyOf(EvaluationContext context, RegoValue[] operands) => new(id, context.Trace.Intern(RegoArray.From(operands)));
}
