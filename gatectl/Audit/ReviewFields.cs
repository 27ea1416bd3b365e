using Deploy.V1;
using Gatectl.CommandLine;

namespace Gatectl.Audit;

/// <summary>What people are shown of a use of exceptions, field by field. The values are not escaped yet; an empty one is left out.</summary>
internal static class ReviewFields
{
    /// <summary>All that there is to say.</summary>
    public static IEnumerable<(string Name, string Value)> All(Review review) =>
    [
        ("decision", review.DecisionId),
        ("time", TimeText.Of(review.CreateTime)),
        ("exceptions", string.Join(", ", review.Exceptions)),
        ("what", $"{review.Action} of {review.Application} in {review.Environment}"),
        ("client", review.Client),
        ("persons behind", string.Join(", ", review.Persons)),
        ("reason given", review.Reason),
        ("review by", string.Join(" or ", review.ReviewBy)),
        ("reviewed by", review.ReviewedBy.Length > 0 ? WithComment(review) : ""),
        ("reviewed", TimeText.Of(review.ReviewTime)),
        ("review decision", review.ReviewDecisionId),
    ];

    /// <summary>Who is to review it; of a record of before that was told, nobody knows.</summary>
    public static string Reviewers(Review review) => review.ReviewBy.Count > 0 ? string.Join(" or ", review.ReviewBy) : "-";

    /// <summary>Who reviewed it, and what was found.</summary>
    public static string WithComment(Review review) => review.Comment.Length > 0 ? $"{review.ReviewedBy}: {review.Comment}" : review.ReviewedBy;
}
