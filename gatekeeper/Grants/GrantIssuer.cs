using System.Runtime.CompilerServices;
using Gatekeeper.Seam;
using Gateway.Contract.Grants;

namespace Gatekeeper.Grants;

/// <summary>
/// Issues the grant of an allowed call: signed (ES256) where the call changes something, authenticated with the session key (HS256)
/// where it reads.
/// </summary>
internal sealed class GrantIssuer(EcdsaGrantSigner signer, SessionKeyRing sessionKeys, GrantIdentity identity, GrantsOptions options, TimeProvider time)
{
    private readonly ConditionalWeakTable<Caller, string> _callers = [];
    private readonly long _lifetimeSeconds = (long)options.Lifetime.TotalSeconds;

    /// <summary>Issues a grant for exactly this call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="decision">Its own decision, which allows it.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="document">What policy saw of the caller, where the method has such a document; else null.</param>
    /// <exception cref="InvalidOperationException">The decision does not allow the call, or the document is missing, or of a method that has none.</exception>
    /// <exception cref="GrantUnavailableException">A reading call, and the deployer has no session key yet.</exception>
    public string Issue(Call call, Decision decision, Caller caller, CallerDocument? document)
    {
        if (!decision.IsAllowed || decision.Client is null || decision.DecisionId != call.Arrival.DecisionId)
        {
            throw new InvalidOperationException("A grant is issued only for a call that its own decision allows.");
        }

        if (call.Method.HasCallerDocument != document is not null)
        {
            throw new InvalidOperationException($"A grant of {call.Action} {(document is null ? "needs" : "has no")} caller document.");
        }

        GrantSigner key = call.IsChanging ? signer : sessionKeys.Current ?? throw new GrantUnavailableException();
        return GrantCodec.Encode(ClaimsOf(call, decision, decision.Client, caller, document), key);
    }

    /// <summary>
    /// Whether a grant can carry what the decision says: obligations, persons and all else. Asked before the decision is recorded, so that
    /// none is on record as allowed that cannot be carried out.
    /// </summary>
    public bool Fits(Call call, Decision decision, Caller caller, CallerDocument? document) =>
        GrantCodec.Fits(ClaimsOf(call, decision, decision.Client ?? "", caller, document), signer);

    private GrantClaims ClaimsOf(Call call, Decision decision, string client, Caller caller, CallerDocument? document)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return new GrantClaims
        {
            Issuer = identity.Issuer,
            Audience = identity.Audience,
            IssuedAt = now,
            ExpiresAt = now + _lifetimeSeconds,
            Id = GrantId(call),
            Client = client,
            Action = call.Action,
            Application = call.Application,
            Environment = call.Environment,
            RequestHash = call.RequestHash,
            DecisionId = decision.DecisionId,
            PolicyRevision = decision.PolicyRevision,

            // A clock that was ahead when the policies came, and was set right since, must not make every grant one from before its policies.
            PolicyActivatedAt = Math.Min(decision.PolicyActivatedAt.ToUnixTimeSeconds(), now),
            CallerDocumentHash = document?.Sha256,
            ObligationsJson = decision.ObligationsJson,
            CallerJson = call.IsChanging
                ? CallerSummary.ForChange(caller, decision, isApproval: call.Action == "approve")
                : _callers.GetValue(caller, CallerSummary.ForGrant),
        };
    }

    // A reading call's grant may be issued again after the deployer took a new key, and is never kept: the decision's id
    // serves. A changing call's grant is used once, so it has a name of its own.
    private static string GrantId(Call call) => call.IsChanging ? Guid.NewGuid().ToString("N") : call.Arrival.DecisionId;
}
