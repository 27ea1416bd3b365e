using System.Runtime.InteropServices;
using Rego.Evaluation.Rules;
using Rego.Values;

namespace Rego.Evaluation;

/// <summary>
/// The variables of one activation of a <see cref="CodeUnit"/>. A slot is read only after the one statement that assigns it,
/// so nothing is cleared between uses.
/// </summary>
internal sealed class Frame(EvaluationContext context, CodeUnit unit)
{
    /// <summary>The evaluation that the frame belongs to.</summary>
    internal readonly EvaluationContext Context = context;

    private readonly RegoValue[] _slots = new RegoValue[unit.SlotCount];

    /// <summary>The collectors of comprehensions and partial rules.</summary>
    internal readonly object?[] States = new object?[unit.StateCount];

    /// <summary>What the unit has yielded so far, or null.</summary>
    internal RegoValue? Result;

    /// <summary>The body that yielded <see cref="Result"/>.</summary>
    internal RuleBody? ResultBody;

    /// <summary>Distinct results of a function beside the first; an error once the function has run.</summary>
    internal ConflictingValues? Conflict;

    /// <summary>Whether the body that runs has yielded.</summary>
    internal bool HasYielded;

    /// <summary>The next unused frame of the unit.</summary>
    internal Frame? NextFree;

    /// <summary>The values. No array, since that would look at the type of each value that is put into it.</summary>
    internal Span<RegoValue> Slots => MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(_slots), _slots.Length);
}
