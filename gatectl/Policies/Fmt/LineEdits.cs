namespace Gatectl.Policies.Fmt;

/// <summary>Finds what to do to lines to make them other lines: few edits, and the fewest where the texts do not differ much.</summary>
internal static class LineEdits
{
    /// <summary>How many edits a stretch may take before it is taken as wholly different: the search grows with their square.</summary>
    private const int MaxDistance = 2000;

    internal static List<LineEdit> Between(string[] before, string[] after)
    {
        var same = 0;
        while (same < before.Length && same < after.Length && before[same] == after[same])
        {
            same++;
        }

        var edits = before[..same].Select(line => new LineEdit(' ', line)).ToList();
        edits.AddRange(Middle(before[same..], after[same..]));
        return edits;
    }

    /// <summary>The shortest way through the grid of both texts, by the greedy method of Myers.</summary>
    private static IEnumerable<LineEdit> Middle(string[] before, string[] after)
    {
        var limit = Math.Min(before.Length + after.Length, MaxDistance);
        var furthest = new int[(2 * limit) + 3];
        var trail = new List<int[]>();
        for (var distance = 0; distance <= limit; distance++)
        {
            trail.Add(furthest[(limit + 1 - distance)..(limit + 2 + distance)]);
            for (var diagonal = -distance; diagonal <= distance; diagonal += 2)
            {
                var comes = diagonal == -distance || (diagonal != distance && furthest[limit + diagonal] < furthest[limit + 2 + diagonal]);
                var x = comes ? furthest[limit + 2 + diagonal] : furthest[limit + diagonal] + 1;
                while (x < before.Length && x - diagonal < after.Length && before[x] == after[x - diagonal])
                {
                    x++;
                }

                furthest[limit + 1 + diagonal] = x;
                if (x >= before.Length && x - diagonal >= after.Length)
                {
                    return WayBack(before, after, trail);
                }
            }
        }

        return [.. before.Select(line => new LineEdit('-', line)), .. after.Select(line => new LineEdit('+', line))];
    }

    private static List<LineEdit> WayBack(string[] before, string[] after, List<int[]> trail)
    {
        var edits = new List<LineEdit>();
        var (x, y) = (before.Length, after.Length);
        for (var distance = trail.Count - 1; distance > 0; distance--)
        {
            var reached = trail[distance];
            var diagonal = x - y;
            var comes = diagonal == -distance || (diagonal != distance && At(reached, distance, diagonal - 1) < At(reached, distance, diagonal + 1));
            var startX = At(reached, distance, comes ? diagonal + 1 : diagonal - 1);
            var startY = startX - (comes ? diagonal + 1 : diagonal - 1);
            while (x > startX && y > startY && x > 0 && y > 0 && (comes ? x > startX : x > startX + 1))
            {
                edits.Add(new LineEdit(' ', before[--x]));
                y--;
            }

            edits.Add(comes ? new LineEdit('+', after[--y]) : new LineEdit('-', before[--x]));
        }

        while (x > 0)
        {
            edits.Add(new LineEdit(' ', before[--x]));
        }

        edits.Reverse();
        return edits;
    }

    private static int At(int[] reached, int distance, int diagonal) => reached[diagonal + distance];
}
