using Deploy.V1;
using Gatekeeper.Calls;
using Gatekeeper.Grants;
using Gatekeeper.Seam;
using Gateway.Contract.Grants;
using Gateway.Contract.Hashing;
using Gateway.Contract.Validation;
using Gateway.Contract.Wire;
using Gateway.Hosting.Grants;
using Gateway.Hosting.Rpc;
using Google.Protobuf;

namespace Gatekeeper.Execution;

/// <summary>
/// Proves a recorded call: that a gatekeeper of this installation let exactly this message of exactly this caller through. Only the expiry of
/// the grant is passed over, since the call was made then and not now.
/// </summary>
internal sealed class CallProver(MethodCatalog methods, VerificationKeys keys, GrantIdentity identity, CallOptions options)
{
    /// <summary>Proves a call.</summary>
    /// <exception cref="UnprovenException">It does not hold; the message says what.</exception>
    public ProvenCall Prove(RecordedCall? recorded)
    {
        Require(recorded is not null, "it is not there");
        var method = methods.Entries.FirstOrDefault(entry => entry.Descriptor.FullName == recorded.Method);
        Require(method is { HasCallerDocument: true }, "its method is none that changes something");
        Require(recorded.Message.Length <= options.MaxMessageBytes, $"its message is larger than {options.MaxMessageBytes} bytes");
        var grant = Authenticate(recorded.Grant);
        Require(grant.Audience == identity.Audience, "its grant is for another audience");
        Require(grant.Action == method.Action, "its grant is for another action");
        Require(grant.RequestHash == Sha256Digest.ComputeHexadecimal(recorded.Message.Span), "its grant is for another request");
        Require(grant.CallerDocumentHash is not null, "its grant names no caller document");
        Require(CallerDocument.TryRead(recorded.CallerDocument.Span, grant.CallerDocumentHash, out var document), "its caller document is not the one that its grant names");
        var frame = GrpcFrame.Allocate(recorded.Message.Length);
        recorded.Message.CopyTo(frame, GrpcFrame.HeadLength);
        var message = Parse(method, frame.AsSpan(GrpcFrame.HeadLength));
        Require(grant.Application == method.ApplicationOf(message), "its grant is for another application");
        Require(grant.Environment == method.EnvironmentOf(message), "its grant is for another environment");
        return new ProvenCall(method, message, frame, grant, document);
    }

    private GrantClaims Authenticate(string compact)
    {
        Require(GrantCodec.TryDecode(compact, out var grant, out var error), $"the form of its grant is wrong: {error}");
        Require(grant.Algorithm == GrantAlgorithm.Es256, "its grant is not signed");
        Require(keys.Verify(grant.KeyId, grant.SigningInput.Span, grant.Signature.Span), "its grant is signed by no gatekeeper that is trusted here, or its signature is wrong");
        return grant.Claims;
    }

    private static IMessage Parse(MethodCatalogEntry method, ReadOnlySpan<byte> bytes)
    {
        Require(StrictWire.Check(bytes, method.Descriptor.InputType).Kind == WireFaultKind.None, "its message is not exactly one of the contract");
        try
        {
            var message = method.Descriptor.InputType.Parser.ParseFrom(bytes);
            Require(RequestValidator.Validate(message).Count == 0, "its message has invalid fields");
            return message;
        }
        catch (InvalidProtocolBufferException)
        {
            throw new UnprovenException("its message is not one of the contract");
        }
    }

    private static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new UnprovenException(otherwise);
        }
    }
}
