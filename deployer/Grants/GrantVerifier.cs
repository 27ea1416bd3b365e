using System.Security.Cryptography;
using Deploy.V1;
using Gateway.Contract.Grants;
using Gateway.Contract.Visibility;
using Gateway.Hosting.Grants;
using Google.Protobuf;

namespace Deployer.Grants;

/// <summary>Checks that a grant is authentic, of the strength that its action asks for, alive, and for exactly this call.</summary>
internal sealed class GrantVerifier(VerificationKeys publicKeys, SessionKeys sessionKeys, GrantClock clock, string audience)
{
    /// <summary>How far the gatekeeper's clock may be from this one, in seconds.</summary>
    public const int MaxSkewSeconds = 5;

    /// <summary>Checks a call. Single use is the journal's to check, in the transaction that accepts.</summary>
    /// <exception cref="GrantRefusedException">The grant does not hold.</exception>
    /// <exception cref="Grpc.Core.RpcException">The granted request is not one of the contract.</exception>
    public (GrantClaims Grant, IMessage Message, VisibleList? Visible, CallerDocument? Caller) Verify(ReceivedCall call)
    {
        var grant = Authenticate(call);
        CheckTime(grant);
        Require(grant.Audience == audience, "it is for another audience");
        Require(grant.Action == call.Method.Action, "it is for another action");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(call.Message.Span, hash);
        Require(grant.RequestHash == Convert.ToHexStringLower(hash), "it is for another request");
        var message = RequestParser.Parse(call);
        Require(grant.Application == call.Method.ApplicationOf(message), "it is for another application");
        Require(grant.Environment == call.Method.EnvironmentOf(message), "it is for another environment");
        var visible = VisibleTo(call, grant);
        var caller = CallerOf(call, grant);
        return (grant, message, visible, caller);
    }

    // The grant names the list by its digest, and the list comes with the call: neither without the other, and only where something is
    // listed. What reads is bound by nothing else, so an obligation of another kind would be passed over.
    private static VisibleList? VisibleTo(ReceivedCall call, GrantClaims grant)
    {
        if (!VisibleList.TryReadObligation(grant.ObligationsJson, out var sha256))
        {
            Require(call.Visible is null, "a list of what is visible came with it that it does not name");
            Require(GrantFormat.IsChanging(call.Method.Action) || grant.ObligationsJson == "{}", "it has an obligation that cannot be met for its action");
            return null;
        }

        Require(call.Method.Action == "list", "it names a list of what is visible, and its action lists nothing");
        Require(call.Visible is not null, "the list of what is visible that it names did not come with it");
        return VisibleList.TryDecode(call.Visible!, sha256, out var list)
            ? list
            : throw new GrantRefusedException(ErrorReason.GrantMismatch, "the list of what is visible is not the one that it names");
    }

    // Without it the call could not be decided again when it is executed; with another one, it would be decided for another caller.
    private static CallerDocument? CallerOf(ReceivedCall call, GrantClaims grant)
    {
        if (!GrantFormat.HasCallerDocument(call.Method.Action))
        {
            Require(grant.CallerDocumentHash is null, "it names a caller document, and its action has none");
            Require(call.Caller is null, "a caller document came with it that it does not name");
            return null;
        }

        Require(grant.CallerDocumentHash is not null, "it names no caller document");
        Require(call.Caller is not null, "the caller document that it names did not come with it");
        return CallerDocument.TryDecode(call.Caller!, grant.CallerDocumentHash!, out var document)
            ? document
            : throw new GrantRefusedException(ErrorReason.GrantMismatch, "the caller document is not the one that it names");
    }

    // The strength follows from the method that is called, never from the grant's own header.
    private GrantClaims Authenticate(ReceivedCall call)
    {
        if (!GrantCodec.TryDecode(call.Grant, out var grant, out var error))
        {
            throw new GrantRefusedException(ErrorReason.GrantInvalid, $"its form is wrong: {error}");
        }

        var isChanging = GrantFormat.IsChanging(call.Method.Action);
        if (grant.Algorithm != (isChanging ? GrantAlgorithm.Es256 : GrantAlgorithm.Hs256))
        {
            throw new GrantRefusedException(ErrorReason.GrantInvalid, "its strength does not fit the action");
        }

        var isAuthentic = isChanging
            ? publicKeys.Verify(grant.KeyId, grant.SigningInput.Span, grant.Signature.Span)
            : sessionKeys.Verify(grant.KeyId, grant.Claims.Issuer, grant.SigningInput.Span, grant.Signature.Span);
        return isAuthentic ? grant.Claims : throw new GrantRefusedException(ErrorReason.GrantInvalid, "its key is unknown or its signature wrong");
    }

    private void CheckTime(GrantClaims grant)
    {
        var now = clock.Now();
        var life = grant.ExpiresAt - grant.IssuedAt;
        Require(life is > 0 and <= GrantFormat.MaxLifetimeSeconds, "its life is too long or negative");
        if (clock.HasPassed(grant.ExpiresAt + MaxSkewSeconds) || now < grant.IssuedAt - MaxSkewSeconds)
        {
            throw new GrantRefusedException(ErrorReason.GrantExpired, $"it was issued at {grant.IssuedAt} and expires at {grant.ExpiresAt}; it is {now}");
        }

        Require(grant.PolicyActivatedAt <= grant.IssuedAt + MaxSkewSeconds, "its policy revision was activated after it was issued");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new GrantRefusedException(ErrorReason.GrantMismatch, otherwise);
        }
    }
}
