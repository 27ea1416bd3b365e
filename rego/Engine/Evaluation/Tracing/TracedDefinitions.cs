using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>The definitions of a rule or function, instrumented.</summary>
/// <param name="unit">The frame of each branch.</param>
/// <param name="reference">The rule, as events name it.</param>
/// <param name="name">What errors call it: <c>rule data.a.b</c>.</param>
/// <param name="operands">How many of the first slots are filled before a branch begins.</param>
internal sealed class TracedDefinitions(CodeUnit unit, RefTerm reference, string name, int operands)
{
    /// <summary>How many of the first slots are filled before a branch begins.</summary>
    internal int Operands => operands;

    /// <summary>The frame; the planner sizes it.</summary>
    internal CodeUnit Unit => unit;

    /// <summary>The rule, as events name it.</summary>
    internal RefTerm Reference => reference;

    /// <summary>What errors call it.</summary>
    internal string Name => name;

    /// <summary>Whether they run for calls, each of which may give the result to a variable.</summary>
    internal bool IsCalled { get; init; }

    /// <summary>Finds the definitions that can hold; set once, while planning.</summary>
    internal TracedIndex Index { get; set; } = null!;

    /// <summary>The <c>default</c>, or null; set once, while planning.</summary>
    internal TracedBranch? Default { get; set; }

    /// <summary>Looks the definitions up and tells what was found.</summary>
    internal TracedSelection Select(EvaluationContext context, ReadOnlySpan<RegoValue> values)
    {
        var selection = Index.Select(context, values);
        context.Trace.EmitIndex(selection.Message, reference);
        return selection;
    }
}
