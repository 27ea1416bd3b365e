using System.Text;
using Deployer.Artifacts.Archives;
using Deployer.Secrets;
using Deployer.Targets;

namespace Deployer.Tests.Support;

/// <summary>The target of <see cref="ScriptedTargetKind"/>.</summary>
internal sealed class ScriptedTarget(ScriptedTargetKind kind) : ITarget
{
    private readonly MemoryTarget _inner = new(kind.Hosts);

    public TargetCapabilities Capabilities => kind.Capabilities;

    public Task<TargetPlan> PlanAsync(TargetRelease release, Func<CancellationToken, Task<IArchiveReader>> open, Secret? credential, CancellationToken cancellation)
    {
        kind.Note("plan", credential);
        return _inner.PlanAsync(release, open, credential, cancellation);
    }

    public async Task<TargetResult> ApplyAsync(TargetPlan plan, Func<IArchiveReader> open, Secret? credential, IProgress<HostResult> progress, CancellationToken cancellation)
    {
        kind.Note("apply", credential);
        using var password = Password();
        return await kind.Apply(() => _inner.ApplyAsync(plan, open, password, progress, cancellation));
    }

    public Task<TargetState> ObserveAsync(Secret? credential, CancellationToken cancellation)
    {
        kind.Note("observe", credential);
        return kind.Observe(() => _inner.ObserveAsync(credential, cancellation));
    }

    public async Task<TargetResult> RevertAsync(TargetGoal goal, Secret? credential, IProgress<HostResult> progress, CancellationToken cancellation)
    {
        kind.Note("revert", credential);
        using var password = Password();
        return await kind.Revert(() => _inner.RevertAsync(goal, password, progress, cancellation));
    }

    public Task PruneAsync(int keep, string? previous, CancellationToken cancellation)
    {
        kind.Note("prune", null);
        return _inner.PruneAsync(keep, previous, cancellation);
    }

    public Task<bool> HasFileAsync(string path, CancellationToken cancellation) => _inner.HasFileAsync(path, cancellation);

    private static Secret Password() => Secret.From(Encoding.UTF8.GetBytes(MemoryHosts.Password));
}
