using Deploy.V1;
using Gateway.Contract.Validation;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Deployer.Errors;

/// <summary>Makes the errors that leave the deployer: <c>google.rpc.Status</c> with <c>ErrorInfo</c>, and field violations where there are some.</summary>
internal static class DeployerErrors
{
    private const string Domain = "gatekeeper";

    /// <summary>An error.</summary>
    /// <param name="code">The gRPC status.</param>
    /// <param name="reason">The stable reason.</param>
    /// <param name="message">For people; names no secret, claim or path.</param>
    public static RpcException Create(StatusCode code, ErrorReason reason, string message) => Status(code, reason, message).ToRpcException();

    /// <summary>An error about fields of the request.</summary>
    public static RpcException Invalid(IReadOnlyList<FieldViolation> violations)
    {
        Google.Rpc.Status status = Status(StatusCode.InvalidArgument, ErrorReason.InvalidRequest, "The request has fields that are not valid.");
        var details = new BadRequest();
        details.FieldViolations.Add(violations.Select(v => new BadRequest.Types.FieldViolation { Field = v.Field, Description = v.Description }));
        status.Details.Add(Any.Pack(details));
        return status.ToRpcException();
    }

    /// <summary>The name of a reason as it stands in the contract.</summary>
    public static string NameOf(ErrorReason reason) => ErrorsReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason).Name;

    private static Google.Rpc.Status Status(StatusCode code, ErrorReason reason, string message)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = message };
        status.Details.Add(Any.Pack(new ErrorInfo { Domain = Domain, Reason = NameOf(reason) }));
        return status;
    }
}
