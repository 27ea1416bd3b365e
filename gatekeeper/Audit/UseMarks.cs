using Deploy.V1;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;
using Rego.Values;

namespace Gatekeeper.Audit;

/// <summary>
/// What a record says, at its top, of the use of exceptions: which were used, that the use is to be reviewed and by whom, and which use was
/// reviewed. So nobody who reads the log needs to know what the policy's answer looks like.
/// </summary>
internal static class UseMarks
{
    private static readonly RegoString RequestKey = RegoString.From("request");
    private static readonly RegoString DecisionKey = RegoString.From("decision");

    /// <summary>The exceptions that a call made use of. One that only asks what would be decided makes use of none: nothing is begun.</summary>
    public static IReadOnlyList<string> UsedBy(DecisionRecord record) =>
        record is { Decision: { IsAllowed: true } decision, Call.IsQuestion: false } ? decision.Exceptions : [];

    /// <summary>
    /// Whether the record is of a use that a person is to review. What is decided again when it is executed belongs to the use of the call
    /// that was let in, unless it makes use of what that did not.
    /// </summary>
    public static bool IsDue(DecisionRecord record) => UsedBy(record).Except(record.Repeats?.Exceptions ?? []).Any();

    /// <summary>The decision that an allowed call reviews, where it is known to have made use of exceptions; null for any other call.</summary>
    public static string? ReviewedBy(DecisionRecord record) =>
        record is { Decision: { IsAllowed: true, Input: RegoObject input }, Call.Message: ReviewDecisionRequest review }
        && input[RequestKey] is RegoObject request && request[DecisionKey] is RegoObject
            ? review.DecisionId
            : null;

    /// <summary>Writes the marks; nothing for most records.</summary>
    public static void Write(RecordBuffer buffer, DecisionRecord record)
    {
        if (UsedBy(record) is { Count: > 0 } used)
        {
            WriteTexts(buffer.Raw(",\"exceptions\":"u8), used);
            if (IsDue(record))
            {
                WriteTexts(buffer.Raw(",\"review\":"u8).Text(UseReader.Due).Raw(",\"review_by\":"u8), record.Decision!.ReviewBy);
            }
        }

        if (ReviewedBy(record) is { } reviewed)
        {
            buffer.Raw(",\"reviewed\":"u8).Text(reviewed);
        }
    }

    private static void WriteTexts(RecordBuffer buffer, IReadOnlyList<string> texts)
    {
        buffer.Raw("["u8);
        for (var i = 0; i < texts.Count; i++)
        {
            buffer.Raw(i > 0 ? ","u8 : default).Text(texts[i]);
        }

        buffer.Raw("]"u8);
    }
}
