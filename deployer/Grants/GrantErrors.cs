using Deploy.V1;
using Deployer.Errors;
using Grpc.Core;

namespace Deployer.Grants;

/// <summary>What the outside is told about a grant that does not hold: the same words always.</summary>
internal static class GrantErrors
{
    /// <summary>The error for a reason.</summary>
    public static RpcException From(ErrorReason reason) => DeployerErrors.Create(StatusCode.Unauthenticated, reason, "The call carries no valid grant.");
}
