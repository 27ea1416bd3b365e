using Gateway.Contract.Grants;
using Google.Protobuf;

namespace Deployer.Grants;

/// <summary>An approved call with its request in its own type.</summary>
internal readonly struct ApprovedCall<T>(ApprovedCall call)
    where T : class, IMessage
{
    /// <value>The call.</value>
    public ApprovedCall Call { get; } = call;

    /// <value>The request.</value>
    public T Request { get; } = (T)call.Message;

    /// <value>What the gatekeeper states.</value>
    public GrantClaims Grant => Call.Grant;
}
