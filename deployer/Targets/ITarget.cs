using Deployer.Artifacts.Archives;
using Deployer.Secrets;

namespace Deployer.Targets;

/// <summary>
/// Something that releases are pushed to. Every method looks before it acts: called again after a crash, it finishes what is
/// missing and repeats nothing.
/// </summary>
internal interface ITarget
{
    /// <summary>The current release, or null where there is none.</summary>
    /// <exception cref="StepFailedException">The target is not in a state that this program makes.</exception>
    /// <exception cref="IOException">The target cannot be reached.</exception>
    string? Current();

    /// <summary>Puts a release beside the others, without making it current.</summary>
    /// <param name="release">Its name.</param>
    /// <param name="deploymentId">Names what is made on the way.</param>
    /// <param name="open">Opens the artifact, verified.</param>
    /// <param name="credential">What the target wants to be shown, or null.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StepFailedException">The artifact is not allowed.</exception>
    /// <exception cref="IOException">The target cannot be written.</exception>
    void Place(string release, string deploymentId, Func<IArchiveReader> open, Secret? credential, CancellationToken cancellation);

    /// <summary>Makes a release that is there current, in one step; null: makes none current.</summary>
    /// <exception cref="StepFailedException">The release is not there.</exception>
    /// <exception cref="IOException">The target cannot be written.</exception>
    void Switch(string? release, string deploymentId);

    /// <summary>Removes the oldest releases beyond <paramref name="keep"/>, and what crashes have left; never the current one or <paramref name="previous"/>.</summary>
    /// <exception cref="IOException">The target cannot be written.</exception>
    void Prune(int keep, string? previous);
}
