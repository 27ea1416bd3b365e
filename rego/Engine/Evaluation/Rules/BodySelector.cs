using Rego.Values;

namespace Rego.Evaluation.Rules;

/// <summary>
/// Chooses the definitions of a rule that can hold, by the value of one term that most of them compare with a constant. What
/// it leaves out would have failed at that comparison.
/// </summary>
internal sealed class BodySelector
{
    private readonly ValueNode? _subject;
    private readonly Dictionary<RegoValue, BodySelector> _byValue = [];
    private readonly RuleBody[] _bodies;

    /// <summary>A selector that chooses all of the given definitions.</summary>
    internal BodySelector(RuleBody[] bodies) => _bodies = bodies;

    /// <summary>A selector by the value of a term.</summary>
    /// <param name="subject">The term; it needs nothing but the input and the operands of a function.</param>
    /// <param name="byValue">What is chosen for each value.</param>
    /// <param name="otherwise">The definitions that do not look at the term: what is chosen for any other value.</param>
    internal BodySelector(ValueNode subject, Dictionary<RegoValue, BodySelector> byValue, RuleBody[] otherwise)
    {
        _subject = subject;
        _byValue = byValue;
        _bodies = otherwise;
    }

    /// <summary>The definitions to try, in their order.</summary>
    internal RuleBody[] Select(Frame frame)
    {
        var at = this;
        while (at._subject is not null)
        {
            var value = at._subject.Evaluate(frame);
            if (!value.IsDefined || !at._byValue.TryGetValue(value, out var next))
            {
                break;
            }

            at = next;
        }

        return at._bodies;
    }
}
