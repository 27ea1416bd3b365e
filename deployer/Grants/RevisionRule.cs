using Deploy.Grants;
using Deploy.V1;
using Deployer.Hosting;
using Grpc.Core;

namespace Deployer.Grants;

/// <summary>
/// Lets a call through only where the policies that it was decided with are known here and not outdated. Gatekeepers that take a new
/// revision one after the other have a minute for it; a deployer that has not seen it yet is given five seconds.
/// </summary>
internal sealed class RevisionRule(IKnownRevisions revisions, NewestRevision newest)
{
    /// <summary>How long decisions under an older revision are still carried out, in seconds since the newest one is in use.</summary>
    public const int GraceSeconds = 60;

    /// <summary>How long a revision that is not loaded yet is waited for.</summary>
    public static readonly TimeSpan LoadingTime = TimeSpan.FromSeconds(5);

    /// <summary>Checks the revision of a call whose grant holds.</summary>
    /// <exception cref="RpcException">The revision is outdated, or not known.</exception>
    /// <exception cref="GrantRefusedException">The grant names none, and its action needs one.</exception>
    public async Task RequireAsync(GrantClaims grant, CancellationToken cancellationToken)
    {
        bool isNeeded = GrantFormat.NeedsRevision(grant.Action);
        if (grant.PolicyRevision == GrantFormat.NoRevision)
        {
            if (isNeeded)
            {
                throw new GrantRefusedException(ErrorReason.GrantMismatch, "it names no policy revision");
            }

            return;
        }

        var shown = new ShownRevision(grant.PolicyRevision, revisions.SerialOf(grant.PolicyRevision), grant.PolicyActivatedAt);
        if (GrantFormat.IsChanging(grant.Action))
        {
            Observe(shown);
        }

        if (isNeeded)
        {
            RequireCurrent(shown, grant.IssuedAt);
            await RequireKnownAsync(grant.PolicyRevision, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Observe(ShownRevision shown)
    {
        try
        {
            newest.Observe(shown, IsOlder);
        }
        catch (IOException)
        {
            throw DeployerErrors.Create(StatusCode.Unavailable, ErrorReason.DeployerUnavailable, "The deployer cannot keep its state now.");
        }
    }

    // By the serials, which no clock can confuse; by the order in which this deployer itself had them, so that a gatekeeper which starts
    // anew with old policies does not pass for the newest one; at last by the gatekeepers' times.
    private bool IsOlder(ShownRevision one, ShownRevision other)
    {
        if (one.Serial is { } mine && other.Serial is { } theirs)
        {
            return mine < theirs;
        }

        return revisions.TakenAt(one.Revision) is { } here && revisions.TakenAt(other.Revision) is { } there
            ? here < there
            : one.ActivatedAt < other.ActivatedAt;
    }

    private void RequireCurrent(ShownRevision shown, long issuedAt)
    {
        if (newest.Current is { } current && shown.Revision != current.Revision && IsOlder(shown, current) && issuedAt - current.ActivatedAt > GraceSeconds)
        {
            throw DeployerErrors.Create(
                StatusCode.Unavailable, ErrorReason.RevisionOld, "This gatekeeper decides with policies that were replaced more than a minute ago. Nothing was done. Ask again; if that does not help, its operator must update it.");
        }
    }

    private async Task RequireKnownAsync(string revision, CancellationToken cancellationToken)
    {
        if (!await revisions.WaitForAsync(revision, LoadingTime, cancellationToken).ConfigureAwait(false))
        {
            throw DeployerErrors.Create(
                StatusCode.Unavailable, ErrorReason.RevisionUnknown, "The deployer does not have the policies that this gatekeeper decides with. Nothing was done. Ask again; if that does not help, its operator must update it.");
        }
    }
}
