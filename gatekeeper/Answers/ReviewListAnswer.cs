using Deploy.V1;
using Gatekeeper.Reviews;
using Gatekeeper.Seam;
using Gateway.Contract.Audit;
using Gateway.Contract.Validation;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Gatekeeper.Answers;

/// <summary>Answers <c>AuditService.ListReviews</c>: the uses of exceptions, oldest first, a page at a time.</summary>
internal sealed class ReviewListAnswer(ExceptionUses uses, ReviewedDecisions reviews) : IAnswer
{
    private const int DefaultPageSize = 50;

    /// <inheritdoc/>
    public MethodDescriptor Method { get; } = AuditService.Descriptor.FindMethodByName(nameof(AuditService.AuditServiceClient.ListReviews));

    /// <inheritdoc/>
    public ValueTask<IMessage> AnswerAsync(Call call, CancellationToken cancellationToken)
    {
        reviews.RequireRead();
        var request = (ListReviewsRequest)call.Message;
        var after = ReviewPage.Parse(request.PageToken);
        var size = request.PageSize > 0 ? request.PageSize : DefaultPageSize;
        var found = uses.List(use => IsWanted(use, request) && after.IsBefore(use));
        var answer = new ListReviewsResponse { Reviews = { found.Take(size).Select(ReviewMessages.From) }, Incomplete = uses.IsIncomplete };
        if (found.Count > size)
        {
            answer.NextPageToken = ReviewPage.After(found[size - 1]).ToString();
        }

        return ValueTask.FromResult<IMessage>(answer);
    }

    private static bool IsWanted(ExceptionUse use, ListReviewsRequest request) =>
        IsNamed(request.Application, use.Application)
        && IsNamed(request.Environment, use.Environment)
        && (request.State == Review.Types.State.Unspecified || request.State == ReviewMessages.StateOf(use))
        && (request.DecisionId.Length == 0 || request.DecisionId == use.DecisionId);

    private static bool IsNamed(string wanted, string actual) => wanted == FieldRules.Wildcard || wanted == actual;
}
