namespace Gateway.Hosting.Revisions.Data;

/// <summary>Which known name somebody meant who wrote another.</summary>
internal static class MeantName
{
    private const int MinPrefix = 4;

    /// <summary>The name that is one mistake away (a letter more, less or other, or two swapped), or begins alike; null where none is.</summary>
    public static string? Of(string word, IEnumerable<string> names) =>
        names.Where(name => name != word).FirstOrDefault(name => IsOneMistake(word.ToLowerInvariant(), name) || BeginsAlike(word, name));

    private static bool BeginsAlike(string word, string name) =>
        (word.Length >= MinPrefix && name.StartsWith(word, StringComparison.Ordinal)) || (name.Length >= MinPrefix && word.StartsWith(name, StringComparison.Ordinal));

    private static bool IsOneMistake(string word, string name)
    {
        var same = word.AsSpan().CommonPrefixLength(name);
        var left = word.AsSpan(same);
        var right = name.AsSpan(same);
        return left.IsEmpty || right.IsEmpty
            ? Math.Abs(left.Length - right.Length) <= 1
            : left[1..].SequenceEqual(right[1..]) || left[1..].SequenceEqual(right) || left.SequenceEqual(right[1..])
                || (left.Length > 1 && right.Length > 1 && left[0] == right[1] && left[1] == right[0] && left[2..].SequenceEqual(right[2..]));
    }
}
