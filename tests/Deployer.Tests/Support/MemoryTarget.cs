using System.Text;
using Deployer.Artifacts.Archives;
using Deployer.Errors;
using Deployer.Secrets;
using Deployer.Targets;

namespace Deployer.Tests.Support;

/// <summary>One target of the template: plan, apply, observe and revert, each looking before it acts.</summary>
internal sealed class MemoryTarget(MemoryHosts hosts) : ITarget
{
    public static TargetCapabilities Declared { get; } = new()
    {
        ListsChanges = true, Observes = true, RevertsWithoutArtifact = true, Prunes = true, HasFiles = false, Needs = CredentialPurposes.Apply,
    };

    public TargetCapabilities Capabilities => Declared;

    public Task<TargetPlan> PlanAsync(TargetRelease release, Func<CancellationToken, Task<IArchiveReader>> open, Secret? credential, CancellationToken cancellation)
    {
        RequireReachable();
        var changes = hosts.Current.Where(host => host.Value != release.Name)
            .Select(host => new TargetChange(host.Value is null ? TargetChangeKind.Added : TargetChangeKind.Changed, host.Key));
        return Task.FromResult(TargetPlan.Create(release, hosts.Current.Values.First() ?? "", changes));
    }

    public Task<TargetResult> ApplyAsync(TargetPlan plan, Func<IArchiveReader> open, Secret? credential, IProgress<HostResult> progress, CancellationToken cancellation)
    {
        RequireReachable();
        if (!IsPassword(credential))
        {
            return Refuse(progress);
        }

        using (var archive = open())
        {
            while (archive.Next() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                entry.Content.CopyTo(Stream.Null);
            }
        }

        hosts.Releases.Remove(plan.Release.Name);
        hosts.Releases.Add(plan.Release.Name);
        return SwitchAsync(plan.Release.Name, progress);
    }

    public Task<TargetState> ObserveAsync(Secret? credential, CancellationToken cancellation) => Task.FromResult(new TargetState(
        [.. hosts.Current.Select(host => hosts.IsReachable ? HostState.At(host.Key, host.Value) : HostState.Unknown(host.Key, "It does not answer."))]));

    public Task<TargetResult> RevertAsync(TargetGoal goal, Secret? credential, IProgress<HostResult> progress, CancellationToken cancellation)
    {
        RequireReachable();
        if (!IsPassword(credential))
        {
            return Refuse(progress);
        }

        return goal.Release is null || hosts.Releases.Contains(goal.Release)
            ? SwitchAsync(goal.Release, progress)
            : throw new StepFailedException("The release to switch to is not there.");
    }

    public Task PruneAsync(int keep, string? previous, CancellationToken cancellation)
    {
        RequireReachable();
        string?[] kept = [.. hosts.Current.Values, previous];
        var old = Enumerable.Reverse(hosts.Releases).Where(release => !kept.Contains(release)).Skip(Math.Max(0, keep - kept.OfType<string>().Distinct().Count())).ToHashSet();
        hosts.Releases.RemoveAll(old.Contains);
        return Task.CompletedTask;
    }

    public Task<bool> HasFileAsync(string path, CancellationToken cancellation) => Task.FromResult(false);

    private Task<TargetResult> SwitchAsync(string? release, IProgress<HostResult> progress) => EachAsync(progress, host =>
    {
        hosts.Current[host] = release;
        return new HostResult(host, TargetOutcome.Done);
    });

    private Task<TargetResult> Refuse(IProgress<HostResult> progress) => EachAsync(progress, host => new HostResult(host, TargetOutcome.Failed, "It refuses the credential."));

    private Task<TargetResult> EachAsync(IProgress<HostResult> progress, Func<string, HostResult> act)
    {
        HostResult[] results = [.. hosts.Current.Keys.ToList().Select(act)];
        Array.ForEach(results, progress.Report);
        return Task.FromResult(new TargetResult([.. results]));
    }

    private static bool IsPassword(Secret? credential) => credential is not null && credential.Reveal().SequenceEqual(Encoding.UTF8.GetBytes(MemoryHosts.Password));

    private void RequireReachable()
    {
        if (!hosts.IsReachable)
        {
            throw new IOException("The hosts do not answer.");
        }
    }
}
