using System.Text.Json;
using Deployer.Facts;
using Gateway.Contract.Grants;
using Gateway.Contract.Methods;
using Gateway.Contract.Visibility;
using Google.Protobuf;

namespace Deployer.Grants;

/// <summary>
/// A call whose grant holds. There is no other way to get one than through <see cref="Verify"/>, and handlers take nothing else:
/// what is not granted cannot be asked of them.
/// </summary>
internal sealed class ApprovedCall
{
    private readonly string _compact;

    private ApprovedCall(ReceivedCall call, GrantClaims grant, IMessage message, VisibleList? visible, CallerDocument? caller)
    {
        Method = call.Method;
        Grant = grant;
        _compact = call.Grant;
        Message = message;
        MessageBytes = call.Message;
        Visible = visible;
        CallerDocumentBytes = caller?.Bytes ?? default;
    }

    /// <value>What was called.</value>
    public ContractMethod Method { get; }

    /// <value>What the gatekeeper states.</value>
    public GrantClaims Grant { get; }

    /// <value>The request that the grant is for.</value>
    public IMessage Message { get; }

    /// <value>The request exactly as it was received, which the grant's <c>req</c> is the digest of.</value>
    public ReadOnlyMemory<byte> MessageBytes { get; }

    /// <value>What policy saw of the caller, which the grant's <c>cds</c> is the digest of; empty where the method has no such document.</value>
    public ReadOnlyMemory<byte> CallerDocumentBytes { get; }

    /// <value>What a list may show, as the grant names it; null where nothing is hidden.</value>
    public VisibleList? Visible { get; }

    /// <value>How the grant is remembered as used.</value>
    public GrantUse Use => new($"{Grant.Issuer}\n{Grant.Id}", Grant.ExpiresAt, Grant.IssuedAt);

    /// <summary>Checks a call's grant against the call.</summary>
    /// <exception cref="GrantRefusedException">It does not hold.</exception>
    /// <exception cref="Grpc.Core.RpcException">The granted request is not one of the contract.</exception>
    public static ApprovedCall Verify(GrantVerifier verifier, ReceivedCall call)
    {
        (var grant, var message, var visible, var caller) = verifier.Verify(call);
        return new(call, grant, message, visible, caller);
    }

    /// <summary>What is kept of this call, so that it can be decided again.</summary>
    public KeptCall Keep() => new(Method.Descriptor.FullName, MessageBytes.ToArray(), CallerDocumentBytes.ToArray());

    /// <summary>By what right this call is carried out, for the journal.</summary>
    public Authorization Authorize()
    {
        using var caller = JsonDocument.Parse(Grant.CallerJson);
        return new Authorization
        {
            Client = Grant.Client,
            DecisionId = Grant.DecisionId,
            Issuer = Grant.Issuer,
            PolicyRevision = Grant.PolicyRevision,
            Caller = caller.RootElement.Clone(),
            Grant = _compact,
        };
    }
}
