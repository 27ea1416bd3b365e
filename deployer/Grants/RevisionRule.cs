using Deploy.V1;
using Deployer.Errors;
using Gateway.Contract.Grants;
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

    /// <summary>For how long a revision counts as the newest that this deployer never had, in seconds since a grant named it last.</summary>
    public const int ForgottenAfterSeconds = 600;

    private const int NotedEverySeconds = 60;

    // What has none is older than whatever has one: a program that has taken a serial takes nothing without.
    private const long NoSerial = -1;

    /// <summary>How long a revision that is not loaded yet is waited for.</summary>
    public static readonly TimeSpan LoadingTime = TimeSpan.FromSeconds(5);

    /// <summary>Checks the revision of a call whose grant holds.</summary>
    /// <exception cref="RpcException">The revision is outdated, or not known.</exception>
    /// <exception cref="GrantRefusedException">The grant names none, and its action needs one.</exception>
    public async Task RequireAsync(GrantClaims grant, CancellationToken cancellationToken)
    {
        // A refusal at execution needs none where nothing was decided; where it names one, yesterday's does not end what today's allows.
        var isNeeded = GrantFormat.NeedsRevision(grant.Action)
            || (grant.Action == GrantFormat.RefuseExecutionAction && grant.PolicyRevision != GrantFormat.NoRevision);
        if (grant.PolicyRevision == GrantFormat.NoRevision)
        {
            if (isNeeded)
            {
                throw new GrantRefusedException(ErrorReason.GrantMismatch, "it names no policy revision");
            }

            return;
        }

        var isChanging = GrantFormat.IsChanging(grant.Action);
        if (!isChanging && !isNeeded)
        {
            return;
        }

        var shown = new ShownRevision(grant.PolicyRevision, revisions.SerialOf(grant.PolicyRevision), grant.PolicyActivatedAt, grant.IssuedAt);
        if (isChanging)
        {
            Observe(shown);
        }

        if (isNeeded)
        {
            // Known first: only then does it have a serial, which may put it in another order than the times do.
            await RequireKnownAsync(grant.PolicyRevision, cancellationToken);
            Observe(shown);
            RequireCurrent(shown, grant.IssuedAt);
        }
    }

    private void Observe(ShownRevision shown)
    {
        try
        {
            newest.Observe(shown, Replaces);
        }
        catch (IOException)
        {
            throw DeployerErrors.Create(StatusCode.Unavailable, ErrorReason.DeployerUnavailable, "The deployer cannot keep its state now.");
        }
    }

    private bool Replaces(ShownRevision shown, ShownRevision current) => shown.Revision == current.Revision
        ? shown.ActivatedAt > current.ActivatedAt || shown.ShownAt - current.ShownAt >= NotedEverySeconds
        : IsForgotten(current, shown, shown.ShownAt) || !IsOlder(shown, current);

    // Of policies that this deployer never had it knows only what a gatekeeper says. They count as long as one goes on saying so: a
    // gatekeeper that was started with the wrong policies and is gone must not stop all others for good. Nor do those count that this
    // deployer refused, and that made way for what it uses: that its operator put there later, and no older one. A serial counts, whoever has it.
    private bool IsForgotten(ShownRevision current, ShownRevision shown, long now) =>
        revisions.TakenAt(current.Revision) is null
        && (now - current.ShownAt > ForgottenAfterSeconds || (SerialOf(current) is null && revisions.IsInUse(shown.Revision) && revisions.IsLeft(current.Revision)));

    // By the serials, which no clock can confuse; by the order in which this deployer itself had them, so that a gatekeeper which starts
    // anew with old policies does not pass for the newest one; at last by the gatekeepers' times.
    private bool IsOlder(ShownRevision one, ShownRevision other)
    {
        var (mine, theirs) = (SerialOf(one), SerialOf(other));
        if (mine is not null || theirs is not null)
        {
            return (mine ?? NoSerial) < (theirs ?? NoSerial);
        }

        return revisions.TakenAt(one.Revision) is { } here && revisions.TakenAt(other.Revision) is { } there
            ? here < there
            : one.ActivatedAt < other.ActivatedAt;
    }

    // Looked up anew: a revision may have been shown before it was loaded here.
    private long? SerialOf(ShownRevision shown) => revisions.SerialOf(shown.Revision) ?? shown.Serial;

    private void RequireCurrent(ShownRevision shown, long issuedAt)
    {
        if (newest.Current is { } current && shown.Revision != current.Revision && !IsForgotten(current, shown, issuedAt)
            && IsOlder(shown, current) && issuedAt - current.ActivatedAt > GraceSeconds)
        {
            throw DeployerErrors.Create(
                StatusCode.Unavailable, ErrorReason.RevisionOld, "This gatekeeper decides with policies that were replaced more than a minute ago. Nothing was done. Ask again; if that does not help, its operator must update it.");
        }
    }

    private async Task RequireKnownAsync(string revision, CancellationToken cancellationToken)
    {
        if (!await revisions.WaitForAsync(revision, LoadingTime, cancellationToken))
        {
            throw DeployerErrors.Create(
                StatusCode.Unavailable, ErrorReason.RevisionUnknown, "The deployer does not have the policies that this gatekeeper decides with. Nothing was done. Ask again; if that does not help, its operator must update it.");
        }
    }
}
