using Deploy.V1;
using Deployer.Errors;
using Gateway.Hosting.Rpc;
using Grpc.Core;

namespace Deployer.Grants;

/// <summary>What the outside is told about a grant that does not hold: the same words always.</summary>
internal static class GrantErrors
{
    /// <summary>The error for a reason.</summary>
    public static RpcException From(ErrorReason reason) => DeployerErrors.Create(StatusCode.Unauthenticated, reason, "The call carries no valid grant.");

    /// <summary>The reason that an error gives.</summary>
    public static ErrorReason ReasonOf(RpcException error) => error.GetRpcStatus() is { } status ? ErrorStatus.ReasonOf(status) : ErrorReason.Unspecified;
}
