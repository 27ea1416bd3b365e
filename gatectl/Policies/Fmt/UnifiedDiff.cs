using System.Globalization;
using System.Text;

namespace Gatectl.Policies.Fmt;

/// <summary>The difference between two texts, as <c>diff -u</c> writes it.</summary>
internal static class UnifiedDiff
{
    private const int ContextLines = 3;

    internal static string Of(string name, string before, string after)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"--- {name}\n+++ {name} (formatted)\n");
        var edits = LineEdits.Between(Lines(before), Lines(after));
        foreach (var (start, end) in Hunks(edits))
        {
            AppendHunk(text, edits, start, end);
        }

        return text.ToString();
    }

    private static string[] Lines(string text)
    {
        var lines = text.Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : [.. lines[..^1], lines[^1] + "\n\\ No newline at end of file"];
    }

    /// <summary>The stretches of edits to print: changes with some lines around them.</summary>
    private static List<(int Start, int End)> Hunks(IReadOnlyList<LineEdit> edits)
    {
        var hunks = new List<(int Start, int End)>();
        for (var i = 0; i < edits.Count; i++)
        {
            if (edits[i].Sign == ' ')
            {
                continue;
            }

            var (start, end) = (Math.Max(0, i - ContextLines), Math.Min(edits.Count, i + 1 + ContextLines));
            if (hunks.Count > 0 && start <= hunks[^1].End)
            {
                hunks[^1] = (hunks[^1].Start, end);
            }
            else
            {
                hunks.Add((start, end));
            }
        }

        return hunks;
    }

    private static void AppendHunk(StringBuilder text, IReadOnlyList<LineEdit> edits, int start, int end)
    {
        var before = edits.Take(start).Count(edit => edit.Sign != '+');
        var after = edits.Take(start).Count(edit => edit.Sign != '-');
        var hunk = edits.Skip(start).Take(end - start).ToList();
        text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(before, hunk.Count(edit => edit.Sign != '+'))} +{Range(after, hunk.Count(edit => edit.Sign != '-'))} @@\n");
        foreach (var edit in hunk)
        {
            text.Append(edit.Sign).Append(edit.Line).Append('\n');
        }
    }

    /// <summary>An empty range is told by the line before it.</summary>
    private static string Range(int linesBefore, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? linesBefore : linesBefore + 1)},{count}");
}
