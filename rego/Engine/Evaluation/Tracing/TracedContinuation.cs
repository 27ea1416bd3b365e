using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>What follows a rule or a call.</summary>
/// <param name="Frame">The caller's frame.</param>
/// <param name="Next">The statement to go on with; null where only the value is wanted.</param>
/// <param name="Slot">Takes the value; negative where nobody asks.</param>
internal sealed record TracedContinuation(Frame Frame, StatementNode? Next, int Slot)
{
    /// <summary>Whether it is a call of a function.</summary>
    internal bool IsCall { get; init; }

    /// <summary>Whether the value must not be <c>false</c>.</summary>
    internal bool MustHold { get; init; }

    /// <summary>The variable that the caller gives the value to, as it names it; or null.</summary>
    internal Term? Output { get; init; }

    internal bool Run(RegoValue value)
    {
        if (Slot >= 0)
        {
            Frame.Slots[Slot] = value;
        }

        return Next is not null && Next.Execute(Frame);
    }
}
