using Deployer.Policy;
using Gateway.Hosting.Revisions;
using Rego.Values;

namespace Deployer.Tests.Support;

/// <summary>Allows everything unless told otherwise, and remembers what it was asked.</summary>
internal sealed class FakePolicy : IDeployerPolicy, IRevisionStatus
{
    public const string Revision = "sha256:test";

    public Func<RegoObject, bool> AllowArtifact { get; set; } = _ => true;

    /// <summary>Whether the policy has no answer about artifacts.</summary>
    public Func<RegoObject, bool> IsUndecided { get; set; } = _ => false;

    public Func<RegoObject, bool> AllowCredential { get; set; } = _ => true;

    public RevisionStatus Status { get; set; } = new(Revision, 7, new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), null);

    public List<RegoObject> Asked { get; } = [];

    public PolicyAnswer MayUseArtifact(RegoObject input) => IsUndecided(input) ? new(false, ["no answer"], Revision) { IsUndecided = true } : Answer(input, AllowArtifact);

    public PolicyAnswer MayReadCredential(RegoObject input) => Answer(input, AllowCredential);

    private PolicyAnswer Answer(RegoObject input, Func<RegoObject, bool> allow)
    {
        lock (Asked)
        {
            Asked.Add(input);
        }

        return allow(input) ? new(true, [], Revision) : new(false, ["not today"], Revision);
    }
}
