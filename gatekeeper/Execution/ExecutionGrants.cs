using Gatekeeper.Grants;
using Gatekeeper.Seam;
using Gateway.Contract.Grants;
using Gateway.Contract.Hashing;
using Google.Protobuf;

namespace Gatekeeper.Execution;

/// <summary>Issues the grants of the calls with which decisions at execution are asked for and answered.</summary>
internal sealed class ExecutionGrants(EcdsaGrantSigner signer, GrantIdentity identity, GrantsOptions options, TimeProvider time)
{
    private const string Gatekeeper = "gatekeeper";

    /// <summary>The grant of the call that waits for requests.</summary>
    public string ForWatch(IMessage request) => OwnGrant.Issue(GrantFormat.WatchDecisionRequestsAction, request, identity, options, time.GetUtcNow(), signer);

    /// <summary>The grant of an answer.</summary>
    /// <param name="action">Whether it is executed or refused.</param>
    /// <param name="answer">The answer, serialized as it will be sent.</param>
    /// <param name="application">The application that it names.</param>
    /// <param name="environment">The environment that it names.</param>
    /// <param name="verdict">What was decided.</param>
    /// <exception cref="ArgumentException">The grant would be too long.</exception>
    public string ForAnswer(string action, IMessage answer, string application, string environment, Verdict verdict)
    {
        if (action == GrantFormat.ExecuteAction && verdict is not { IsExecution: true, Decision: { IsAllowed: true, Client: not null } })
        {
            throw new InvalidOperationException("A deployment is executed only under a decision that allows it.");
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var decision = verdict.Decision;
        return GrantCodec.Encode(
            new GrantClaims
            {
                Issuer = identity.Issuer,
                Audience = identity.Audience,
                IssuedAt = now,
                ExpiresAt = now + (long)options.Lifetime.TotalSeconds,
                Id = Guid.NewGuid().ToString("N"),
                Client = decision?.Client ?? Gatekeeper,
                Action = action,
                Application = application,
                Environment = environment,
                RequestHash = Sha256Digest.ComputeHexadecimal(answer.ToByteArray()),
                DecisionId = decision?.DecisionId ?? verdict.RecordId ?? Guid.CreateVersion7().ToString(),
                PolicyRevision = decision?.PolicyRevision ?? GrantFormat.NoRevision,
                PolicyActivatedAt = Math.Min(decision?.PolicyActivatedAt.ToUnixTimeSeconds() ?? now, now),
                ObligationsJson = decision?.ObligationsJson ?? "{}",
                CallerJson = decision is not null && verdict.Caller is { } caller ? CallerSummary.ForChange(caller, decision, isApproval: false) : "{}",
            },
            signer);
    }
}
