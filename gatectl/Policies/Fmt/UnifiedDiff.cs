using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Model;
using DiffPlex.Renderer;

namespace Gatectl.Policies.Fmt;

/// <summary>The difference between two texts, as <c>diff -u</c> writes it.</summary>
internal static class UnifiedDiff
{
    /// <summary>How many lines of both texts are compared: the search grows with the square of what differs, and nothing can end it.</summary>
    private const int MaxLines = 20_000;

    private static readonly CustomFunctionChunker Chunker = new(Lines);

    internal static string Of(string name, string before, string after) =>
        UnidiffRenderer.Instance.Generate(Compare(before, after), name, $"{name} (formatted)");

    private static DiffResult Compare(string before, string after)
    {
        var (old, now) = (Lines(before), Lines(after));
        return old.Length + now.Length <= MaxLines ? Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, Chunker) : Replace(old, now);
    }

    /// <summary>Everything between the first and the last line that differ is taken as different.</summary>
    private static DiffResult Replace(string[] before, string[] after)
    {
        var shorter = Math.Min(before.Length, after.Length);
        var start = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        var end = before.Reverse().Zip(after.Reverse()).Take(shorter - start).TakeWhile(pair => pair.First == pair.Second).Count();
        return new DiffResult(before, after, [new DiffBlock(start, before.Length - start - end, start, after.Length - start - end)]);
    }

    /// <summary>The lines; DiffPlex's own way to cut them hides how they end, and shows one more after the last.</summary>
    private static string[] Lines(string text)
    {
        var lines = text.Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : [.. lines[..^1], lines[^1] + "\n\\ No newline at end of file"];
    }
}
