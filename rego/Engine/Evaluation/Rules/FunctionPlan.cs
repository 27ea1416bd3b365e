using Rego.Evaluation.Documents;
using Rego.Evaluation.Tracing;
using Rego.Values;

namespace Rego.Evaluation.Rules;

/// <summary>A function. Its operands stand in the first slots of its frame.</summary>
internal sealed class FunctionPlan(int id, RegoValue[] path, int arity, CodeUnit unit)
{
    private const int RememberedCallBytes = 96;

    /// <summary>The plan's number in its policy; results are remembered by it.</summary>
    internal int Id { get; } = id;

    /// <summary>The path below <c>data</c>.</summary>
    internal RegoValue[] Path { get; } = path;

    /// <summary>How many operands it takes.</summary>
    internal int Arity { get; } = arity;

    /// <summary>The frame that a caller fills with the operands.</summary>
    internal CodeUnit Unit { get; } = unit;

    /// <summary>The definitions without the default; set once, while planning.</summary>
    internal BodySelector Bodies { get; set; } = null!;

    /// <summary>The <c>default</c>, or null; set once, while planning.</summary>
    internal RuleBody? Default { get; set; }

    /// <summary>The function as an instrumented plan calls it, which has no other definitions; null in any other plan.</summary>
    internal TracedFunction? Traced { get; set; }

    /// <summary>Runs the function on the operands in <paramref name="frame"/> and takes the frame back.</summary>
    internal RegoValue Invoke(EvaluationContext context, Frame frame)
    {
        if (Arity > CallKey.MaxOperands)
        {
            return Run(context, frame);
        }

        var key = KeyOf(frame.Slots);
        var scope = context.Scope;
        var known = scope.GetCall(key);
        if (known is not null)
        {
            context.Return(Unit, frame);
            return known;
        }

        var value = Run(context, frame);
        context.Charge(0, RememberedCallBytes);
        scope.SetCall(key, value);
        return value;
    }

    /// <summary>Takes a value that a body yields; another value than the first is noted and ends the body.</summary>
    /// <returns>Whether it was another one.</returns>
    internal static bool Yield(Frame frame, RuleBody body, RegoValue value)
    {
        frame.HasYielded = true;
        if (frame.Result is null)
        {
            frame.Result = value;
            frame.ResultBody = body;
            return false;
        }

        if (frame.Result.Equals(value))
        {
            return false;
        }

        frame.Conflict ??= new ConflictingValues(frame.Result, frame.ResultBody!.Location);
        frame.Conflict.Add(value, body.Location);
        return true;
    }

    private CallKey KeyOf(ReadOnlySpan<RegoValue> slots) => Arity switch
    {
        0 => new CallKey(Id, null),
        1 => new CallKey(Id, slots[0]),
        2 => new CallKey(Id, slots[0], slots[1]),
        3 => new CallKey(Id, slots[0], slots[1], slots[2]),
        _ => new CallKey(Id, slots[0], slots[1], slots[2], slots[3]),
    };

    private RegoValue Run(EvaluationContext context, Frame frame)
    {
        context.Enter();
        RunBodies(frame);
        if (frame.Conflict is not null)
        {
            throw frame.Conflict.ToException($"function {DocumentPath.ToText(Path)} produced conflicting values for the same inputs:");
        }

        var result = frame.Result ?? RegoValue.Undefined;
        context.Return(Unit, frame);
        context.Leave();
        return result;
    }

    private void RunBodies(Frame frame)
    {
        foreach (var body in Bodies.Select(frame))
        {
            if (body.Run(frame) && frame.Conflict is null)
            {
                return;
            }
        }

        if (frame.Result is null)
        {
            Default?.Run(frame);
        }
    }
}
