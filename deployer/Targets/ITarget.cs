using Deployer.Artifacts.Archives;
using Deployer.Errors;
using Deployer.Secrets;

namespace Deployer.Targets;

/// <summary>
/// Something that releases are pushed to: one or more hosts, be they directories, machines, clusters or buckets. Every method looks before it
/// acts: called again after a crash, also on another object, it finishes what is missing and repeats nothing. None of them holds a
/// thread of the pool while it waits for a disk. A credential is the caller's: it is wiped when the call is over, and is not kept.
/// </summary>
internal interface ITarget
{
    /// <value>What it can do: the same for all targets of its kind.</value>
    TargetCapabilities Capabilities { get; }

    /// <summary>Says what a push of <paramref name="release"/> would change. Changes nothing. Asked again and again while the release waits.</summary>
    /// <param name="release">What would be current.</param>
    /// <param name="open">Opens the artifact, verified: for whoever lists what is in it. Costly, so not for what is known already.</param>
    /// <param name="credential">For <see cref="CredentialPurposes.Observe"/>, or null.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StepFailedException">The artifact is not allowed, or the target is not in a state that this program makes.</exception>
    /// <exception cref="IOException">The target cannot be reached.</exception>
    Task<TargetPlan> PlanAsync(TargetRelease release, Func<CancellationToken, Task<IArchiveReader>> open, Secret? credential, CancellationToken cancellation);

    /// <summary>Makes the planned release current, on each host in one step: before it the host is as it was.</summary>
    /// <param name="plan">The plan. What the target holds now counts, where it is another than the plan knew.</param>
    /// <param name="open">Opens the artifact, verified; as often as the target needs it.</param>
    /// <param name="credential">For <see cref="CredentialPurposes.Apply"/>, or null.</param>
    /// <param name="progress">Told of each host as soon as its result is known.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StepFailedException">The artifact or the target is not such that it can be done; a host may have been changed.</exception>
    /// <exception cref="IOException">The target cannot be written; a host may have been changed.</exception>
    Task<TargetResult> ApplyAsync(TargetPlan plan, Func<IArchiveReader> open, Secret? credential, IProgress<HostResult> progress, CancellationToken cancellation);

    /// <summary>Says which release is current. It does not guess: what cannot be seen is unknown.</summary>
    /// <param name="credential">For <see cref="CredentialPurposes.Observe"/>, or null.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<TargetState> ObserveAsync(Secret? credential, CancellationToken cancellation);

    /// <summary>Makes a release that was current before current again, without its artifact; or none.</summary>
    /// <param name="goal">What shall be current.</param>
    /// <param name="credential">For <see cref="CredentialPurposes.Apply"/>, or null.</param>
    /// <param name="progress">Told of each host as soon as its result is known.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StepFailedException">The release is not there any more.</exception>
    /// <exception cref="IOException">The target cannot be written.</exception>
    Task<TargetResult> RevertAsync(TargetGoal goal, Secret? credential, IProgress<HostResult> progress, CancellationToken cancellation);

    /// <summary>Removes the oldest releases beyond <paramref name="keep"/>, and what crashes have left; never the current one or <paramref name="previous"/>.</summary>
    /// <exception cref="IOException">The target cannot be written.</exception>
    Task PruneAsync(int keep, string? previous, CancellationToken cancellation);

    /// <summary>Whether the current release has a file of this name on every host.</summary>
    /// <param name="path">Relative to the release.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<bool> HasFileAsync(string path, CancellationToken cancellation);
}
