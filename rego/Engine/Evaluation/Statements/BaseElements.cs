using Rego.Evaluation.Values;
using Rego.Values;

namespace Rego.Evaluation.Statements;

/// <summary>Where in the base document the elements of an iteration stand, for a view in which a <c>with</c> has replaced something.</summary>
/// <param name="keySlot">Takes the element's key; a part of the path.</param>
/// <param name="path">The path of the element.</param>
internal sealed class BaseElements(int keySlot, BasePath path)
{
    /// <summary>Whether the elements are to be found this way now.</summary>
    internal static bool AreIn(Frame frame) => frame.Context.Scope.ReplacedPaths is not null;

    /// <summary>The element under a key.</summary>
    internal RegoValue Find(Frame frame, RegoValue key)
    {
        frame.Context.Budget.Step();
        frame.Slots[keySlot] = key;
        return path.Resolve(frame);
    }
}
