namespace Gateway.Hosting.Revisions.Data;

/// <summary>Tells faults that came with a change from those that were there before.</summary>
internal static class NewFaults
{
    /// <summary>Those that were not there before.</summary>
    /// <param name="after">The lines of faults with the change.</param>
    /// <param name="before">Those without it.</param>
    /// <param name="changed">The files that changed.</param>
    public static IReadOnlyList<string> Among(IReadOnlyList<string> after, IReadOnlyList<string> before, IReadOnlyList<string> changed)
    {
        var known = before.Select(Core).ToHashSet(StringComparer.Ordinal);

        // Of many, not all are told, and one that is told now may have been there: only what is wrong with the files themselves is sure.
        var areAllTold = before.Count < DataFaults.MaxTold;
        return [.. after.Where(fault => !IsCount(fault) && !known.Contains(Core(fault)) && (areAllTold || changed.Any(path => fault.StartsWith(path + ":", StringComparison.Ordinal))))];
    }

    // What is valid, and what is meant, are told of the data as a whole: they change, and the fault is the same.
    private static string Core(string fault)
    {
        var ends = new[] { "; ", " (" }.Select(mark => fault.IndexOf(mark, StringComparison.Ordinal)).Where(end => end > 0).ToList();
        return ends.Count == 0 ? fault : fault[..ends.Min()];
    }

    private static bool IsCount(string fault) => fault.StartsWith("and ", StringComparison.Ordinal) && fault.EndsWith(" more", StringComparison.Ordinal);
}
