using Deployer.Artifacts.Archives;
using Deployer.Errors;
using Deployer.Secrets;
using Gateway.Hosting.Posix;

namespace Deployer.Targets.Directories;

/// <summary>
/// A directory on this machine, its one host. It asks for no credential: a release of one is on record, and its value goes no further. Each
/// method works on a thread of its own: it waits for the disk, and the pool's few threads answer calls.
/// </summary>
internal sealed class DirectoryTarget(string directory, PathJudge judge, PlanCache plans) : ITarget
{
    private const string Host = "local";

    private readonly ReleaseDirectory _releases = new(directory, judge);

    /// <value>What every directory can do.</value>
    public static TargetCapabilities Declared { get; } = new() { ListsChanges = true, Observes = true, RevertsWithoutArtifact = true, Prunes = true, HasFiles = true };

    /// <inheritdoc/>
    public TargetCapabilities Capabilities => Declared;

    /// <inheritdoc/>
    public async Task<TargetPlan> PlanAsync(TargetRelease release, Func<CancellationToken, Task<IArchiveReader>> open, Secret? credential, CancellationToken cancellation)
    {
        while (true)
        {
            var current = await OnOwnThread(_releases.Current, cancellation);
            try
            {
                return await PlanAsync(release, current, open, cancellation);
            }
            catch (IOException)
            {
                // Where another release has become current meanwhile, the one before may have been removed while it was compared.
                if (await OnOwnThread(_releases.Current, cancellation) == current)
                {
                    throw;
                }
            }
        }
    }

    /// <inheritdoc/>
    public Task<TargetResult> ApplyAsync(TargetPlan plan, Func<IArchiveReader> open, Secret? credential, IProgress<HostResult> progress, CancellationToken cancellation) => OnOwnThread(
        () =>
        {
            var isCurrent = _releases.Current() == plan.Release.Name;
            var place = _releases.Place(plan.Release.Name, plan.Release.DeploymentId, open, cancellation);
            var isSwitched = _releases.Switch(place, plan.Release.DeploymentId);
            return Done(progress, isCurrent && isSwitched ? $"The release was current already, and not what was deployed: somebody had changed it. A fresh copy stands beside it as releases/{place.Directory}, and is current now." : "");
        },
        cancellation);

    /// <inheritdoc/>
    public Task<TargetState> ObserveAsync(Secret? credential, CancellationToken cancellation) => OnOwnThread(() => new TargetState([Observe()]), cancellation);

    /// <inheritdoc/>
    public Task<TargetResult> RevertAsync(TargetGoal goal, Secret? credential, IProgress<HostResult> progress, CancellationToken cancellation) => OnOwnThread(
        () =>
        {
            _releases.Switch(goal.Release, goal.DeploymentId);
            return Done(progress, "");
        },
        cancellation);

    /// <inheritdoc/>
    public Task PruneAsync(int keep, string? previous, CancellationToken cancellation) => OnOwnThread(
        () =>
        {
            _releases.Prune(keep, previous);
            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public Task<bool> HasFileAsync(string path, CancellationToken cancellation) => OnOwnThread(() => _releases.HasFile(path), cancellation);

    private static TargetResult Done(IProgress<HostResult> progress, string detail)
    {
        var result = new HostResult(Host, TargetOutcome.Done, detail);
        progress.Report(result);
        return new TargetResult([result]);
    }

    private async Task<TargetPlan> PlanAsync(TargetRelease release, string? current, Func<CancellationToken, Task<IArchiveReader>> open, CancellationToken cancellation)
    {
        if (!plans.TryFind(directory, release, current ?? "", out var plan))
        {
            using var artifact = await open(cancellation);
            plan = TargetPlan.Create(release, current ?? "", await OnOwnThread(() => Changes(artifact, release.Name, current, cancellation), cancellation));
            plans.Keep(directory, plan);
        }

        return plan;
    }

    // The link, and what is seen through it. A release that is current already is placed anew where it is not what its name says.
    private IReadOnlyList<TargetChange> Changes(IArchiveReader artifact, string release, string? current, CancellationToken cancellation) =>
    [
        .. current == release ? Array.Empty<TargetChange>() : [new TargetChange(current is null ? TargetChangeKind.Added : TargetChangeKind.Changed, "current")],
        .. _releases.Compare(current, artifact, cancellation).Select(change => change with { Name = "current/" + change.Name }),
    ];

    private HostState Observe()
    {
        try
        {
            return HostState.At(Host, _releases.Current());
        }
        catch (Exception e) when (e is StepFailedException or IOException or UnauthorizedAccessException)
        {
            return HostState.Unknown(Host, e.Message);
        }
    }

    private static Task<T> OnOwnThread<T>(Func<T> work, CancellationToken cancellation) =>
        Task.Factory.StartNew(work, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
