using Deploy.V1;
using Google.Protobuf.WellKnownTypes;

namespace Gateway.Contract.Audit;

/// <summary>Uses of exceptions as the contract shows them.</summary>
public static class ReviewMessages
{
    /// <summary>One use, with its review where there is one.</summary>
    public static Review From(ExceptionUse use)
    {
        ArgumentNullException.ThrowIfNull(use);
        var message = new Review
        {
            DecisionId = use.DecisionId,
            Application = use.Application,
            Environment = use.Environment,
            Action = use.Action,
            Client = use.Client,
            Persons = { use.Persons ?? [] },
            Exceptions = { use.Exceptions },
            Reason = use.Reason,
            CreateTime = use.Time.ToTimestamp(),
            ReviewBy = { use.ReviewBy },
            State = StateOf(use),
        };
        if (use.Review is { } review)
        {
            message.ReviewedBy = review.Client;
            message.Comment = review.Comment;
            message.ReviewTime = review.Time.ToTimestamp();
            message.ReviewDecisionId = review.DecisionId;
        }

        return message;
    }

    /// <summary>Whether it is due or done.</summary>
    public static Review.Types.State StateOf(ExceptionUse use)
    {
        ArgumentNullException.ThrowIfNull(use);
        return use.Review is null ? Review.Types.State.Due : Review.Types.State.Done;
    }
}
