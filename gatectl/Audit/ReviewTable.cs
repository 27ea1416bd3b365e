using Deploy.V1;
using Gatectl.CommandLine;

namespace Gatectl.Audit;

/// <summary>
/// Uses of exceptions, two lines each, so that they fit a terminal of 80 columns with names of a usual length; a third says who reviewed it.
/// </summary>
internal static class ReviewTable
{
    private static readonly string[] First = ["DECISION", "TIME", "EXCEPTIONS"];
    private static readonly string[] Second = ["  CLIENT", "APPLICATION", "ENVIRONMENT", "REVIEW BY"];

    public static void Write(CommandOutput output, IReadOnlyList<Review> reviews)
    {
        if (reviews.Count == 0)
        {
            output.Line("nothing to review.");
            return;
        }

        List<string[]> first = [First, .. reviews.Select(FirstOf)];
        List<string[]> second = [Second, .. reviews.Select(SecondOf)];
        foreach (var (one, two, review) in Aligned(first).Zip(Aligned(second), [null, .. reviews]))
        {
            output.Line(one);
            output.Line(two);
            if (review is { State: Review.Types.State.Done })
            {
                output.Line($"  reviewed {TimeText.Of(review.ReviewTime)} by {Shown(ReviewFields.WithComment(review))}");
            }
        }
    }

    private static string[] FirstOf(Review review) =>
        [Shown(review.DecisionId), TimeText.Of(review.CreateTime), Shown(string.Join(", ", review.Exceptions))];

    private static string[] SecondOf(Review review) =>
        ["  " + Shown(review.Client), Shown(review.Application), Shown(review.Environment), Shown(ReviewFields.Reviewers(review))];

    private static string Shown(string text) => TerminalText.Escape(text);

    // The last column is as wide as it is.
    private static IEnumerable<string> Aligned(List<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => column == row.Length - 1 ? cell : cell.PadRight(widths[column]))).TrimEnd());
    }
}
