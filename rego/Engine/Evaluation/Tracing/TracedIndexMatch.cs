using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>Compares values with what branches want of them.</summary>
internal static class TracedIndexMatch
{
    /// <summary>Whether a value is one that an entry wants.</summary>
    internal static bool Meets(RegoValue value, TracedIndexEntry entry)
    {
        if (!value.IsDefined || entry.IsAny)
        {
            return value.IsDefined;
        }

        return entry.Value is not null ? IsOrHolds(value, entry.Value) : Fits(value, entry) || FitsSplit(value, entry);
    }

    private static bool FitsSplit(RegoValue value, TracedIndexEntry entry) =>
        entry.Delimiters is { } delimiters && value is RegoString text
            && Fits(RegoArray.From(GlobParts.Split(text.Value, delimiters).Select(RegoValue (part) => RegoString.From(part))), entry);

    private static bool IsOrHolds(RegoValue value, RegoValue wanted) => value switch
    {
        RegoArray array => array.Items.Contains(wanted),
        RegoSet set => set.IndexOf(wanted) >= 0,
        RegoObject members => members.Values.Contains(wanted),
        _ => value.Equals(wanted),
    };

    private static bool Fits(RegoValue value, TracedIndexEntry entry)
    {
        if (value is not RegoArray array || array.Count != entry.Pattern.Length)
        {
            return false;
        }

        for (var i = 0; i < array.Count; i++)
        {
            if (entry.Pattern[i] is { } wanted && !wanted.Equals(array[i]))
            {
                return false;
            }
        }

        return true;
    }
}
