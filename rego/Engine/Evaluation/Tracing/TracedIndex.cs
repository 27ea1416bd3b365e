using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>Finds the definitions of a rule that can hold as OPA's index does. What it leaves out would have failed.</summary>
/// <param name="terms">The terms it looks at, in their order.</param>
/// <param name="paths">The branches, definition by definition.</param>
internal sealed class TracedIndex(TracedIndexTerm[] terms, TracedIndexPath[] paths)
{
    internal TracedSelection Select(EvaluationContext context, ReadOnlySpan<RegoValue> operands)
    {
        var values = new RegoValue[terms.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            values[i] = terms[i].Resolve(context, operands);
        }

        context.Charge(1 + paths.Length, 0);
        var found = Array.FindAll(paths, path => CanHold(path, values));
        var chains = found.GroupBy(path => path.Definition).Select(group => group.Select(path => path.Branch).ToArray());
        return new TracedSelection([.. chains], HaveOneValue(found));
    }

    private static bool CanHold(TracedIndexPath path, RegoValue[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var entries = path.Entries[i];
            if (entries.Length > 0 && !Array.Exists(entries, entry => TracedIndexMatch.Meets(values[i], entry)))
            {
                return false;
            }

            if (entries.Length > 1 && !Array.Exists(entries, entry => entry.IsAny))
            {
                // A choice of values ends the path: what stands behind it is not looked at.
                return true;
            }
        }

        return true;
    }

    private static bool HaveOneValue(TracedIndexPath[] found) =>
        Array.TrueForAll(found, path => path.Value is not null && path.Value.Equals(found[0].Value!));
}
