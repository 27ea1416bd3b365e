using Deploy.V1;
using Grpc.Core;

namespace Gatectl.Tests.Support;

/// <summary>Answers as a test tells it to, and keeps what it was asked.</summary>
internal sealed class FakeAuditService : AuditService.AuditServiceBase
{
    public List<object> Calls { get; } = [];

    public Func<ListReviewsRequest, ListReviewsResponse> List { get; set; } = _ => new ListReviewsResponse();

    public Func<ReviewDecisionRequest, Review> Review { get; set; } = _ => new Review();

    public override Task<ListReviewsResponse> ListReviews(ListReviewsRequest request, ServerCallContext context)
    {
        Calls.Add(request.Clone());
        return Task.FromResult(List(request));
    }

    public override Task<Review> ReviewDecision(ReviewDecisionRequest request, ServerCallContext context)
    {
        Calls.Add(request);
        return Task.FromResult(Review(request));
    }
}
