using Deploy.V1;
using Grpc.Core;

namespace Gatectl.Tests.Support;

/// <summary>Answers as a test tells it to, and keeps what it was asked.</summary>
internal sealed class FakePolicyService : PolicyService.PolicyServiceBase
{
    public List<(object Request, Metadata Headers)> Calls { get; } = [];

    public Func<PolicyStatus> Status { get; set; } = () => new PolicyStatus();

    public Func<GetRevisionRequest, PolicyRevision> Revision { get; set; } = _ => new PolicyRevision();

    public override Task<PolicyStatus> GetStatus(GetStatusRequest request, ServerCallContext context)
    {
        Calls.Add((request, context.RequestHeaders));
        return Task.FromResult(Status());
    }

    public override Task<PolicyRevision> GetRevision(GetRevisionRequest request, ServerCallContext context)
    {
        Calls.Add((request, context.RequestHeaders));
        return Task.FromResult(Revision(request));
    }
}
