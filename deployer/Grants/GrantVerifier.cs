using System.Security.Cryptography;
using Deploy.Grants;
using Deploy.V1;
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
    public (GrantClaims Grant, IMessage Message) Verify(ReceivedCall call)
    {
        GrantClaims grant = Authenticate(call);
        CheckTime(grant);
        Require(grant.Audience == audience, "it is for another audience");
        Require(grant.Action == call.Method.Action, "it is for another action");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(call.Message.Span, hash);
        Require(grant.RequestHash == Convert.ToHexStringLower(hash), "it is for another request");
        IMessage message = RequestParser.Parse(call);
        Require(grant.Application == call.Method.ApplicationOf(message), "it is for another application");
        Require(grant.Environment == call.Method.EnvironmentOf(message), "it is for another environment");
        clock.Observe(grant.IssuedAt);
        return (grant, message);
    }

    // The strength follows from the method that is called, never from the grant's own header.
    private GrantClaims Authenticate(ReceivedCall call)
    {
        if (!GrantCodec.TryDecode(call.Grant, out DecodedGrant? grant, out GrantDecodeError error))
        {
            throw new GrantRefusedException(ErrorReason.GrantInvalid, $"its form is wrong: {error}");
        }

        bool isChanging = GrantFormat.IsChanging(call.Method.Action);
        if (grant.Algorithm != (isChanging ? GrantAlgorithm.Es256 : GrantAlgorithm.Hs256))
        {
            throw new GrantRefusedException(ErrorReason.GrantInvalid, "its strength does not fit the action");
        }

        bool isAuthentic = isChanging
            ? publicKeys.Verify(grant.KeyId, grant.SigningInput.Span, grant.Signature.Span)
            : sessionKeys.Verify(grant.KeyId, grant.Claims.Issuer, grant.SigningInput.Span, grant.Signature.Span);
        return isAuthentic ? grant.Claims : throw new GrantRefusedException(ErrorReason.GrantInvalid, "its key is unknown or its signature wrong");
    }

    private void CheckTime(GrantClaims grant)
    {
        long now = clock.Now();
        long life = grant.ExpiresAt - grant.IssuedAt;
        Require(life is > 0 and <= GrantFormat.MaxLifetimeSeconds, "its life is too long or negative");
        if (now >= grant.ExpiresAt + MaxSkewSeconds || now < grant.IssuedAt - MaxSkewSeconds)
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
