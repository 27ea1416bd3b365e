using Rego.Evaluation.Rules;

namespace Rego.Evaluation.Calls;

/// <summary>The functions that <c>with</c> modifiers have replaced: a list, the newest first.</summary>
/// <param name="next">The replacements made before.</param>
/// <param name="target">What is replaced: a <see cref="FunctionPlan"/> or a built-in function.</param>
/// <param name="replacement">A <see cref="FunctionPlan"/>, a built-in function or a value.</param>
internal sealed class MockTable(MockTable? next, object target, object replacement)
{
    /// <summary>What stands for a function, or null.</summary>
    internal object? Find(object function)
    {
        for (var at = this; at is not null; at = at.Next)
        {
            if (ReferenceEquals(at.Target, function))
            {
                return at.Replacement;
            }
        }

        return null;
    }

    private MockTable? Next { get; } = next;

    private object Target { get; } = target;

    private object Replacement { get; } = replacement;
}
