using Deploy.V1;
using Gateway.Contract.Validation;
using Gateway.Hosting.Rpc;
using Grpc.Core;

namespace Deployer.Errors;

/// <summary>Makes the errors that leave the deployer.</summary>
internal static class DeployerErrors
{
    /// <summary>An error.</summary>
    /// <param name="code">The gRPC status.</param>
    /// <param name="reason">The stable reason.</param>
    /// <param name="message">For people; names no secret, claim or path.</param>
    public static RpcException Create(StatusCode code, ErrorReason reason, string message) => ErrorStatus.Create(code, reason, message).ToRpcException();

    /// <summary>An error about fields of the request.</summary>
    public static RpcException Invalid(IReadOnlyList<FieldViolation> violations) =>
        ErrorStatus.Create(StatusCode.InvalidArgument, ErrorReason.InvalidRequest, "The request has invalid fields.", violations: violations).ToRpcException();
}
