using Deploy.V1;
using Deployer.Errors;
using Gateway.Contract.Validation;
using Gateway.Contract.Wire;
using Gateway.Hosting.Rpc;
using Google.Protobuf;
using Grpc.Core;

namespace Deployer.Grants;

/// <summary>Reads a request in the only way in which its bytes can be read, and checks its fields again, whatever the door has checked.</summary>
internal static class RequestParser
{
    /// <summary>Reads a call's message.</summary>
    /// <exception cref="RpcException">It is not one of the contract.</exception>
    public static IMessage Parse(ReceivedCall call)
    {
        var fault = StrictWire.Check(call.Message.Span, call.Method.Descriptor.InputType);
        if (fault.Kind != WireFaultKind.None)
        {
            throw DeployerErrors.Create(StatusCode.InvalidArgument, ErrorReasons.Of(fault.Kind), "The request's bytes are not exactly one message of the contract.");
        }

        try
        {
            var message = call.Method.Descriptor.InputType.Parser.ParseFrom(call.Message.Span);
            var violations = message is InstallSessionKeyRequest ? [] : RequestValidator.Validate(message);
            return violations.Count == 0 ? message : throw DeployerErrors.Invalid(violations);
        }
        catch (InvalidProtocolBufferException)
        {
            throw DeployerErrors.Create(StatusCode.InvalidArgument, ErrorReason.MalformedMessage, "The request's bytes are not a message of the contract.");
        }
    }
}
