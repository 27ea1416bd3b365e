using Deployer.Destinations;
using Deployer.Targets.Directories;
using Gateway.Hosting.Posix;

namespace Deployer.Targets;

/// <summary>The kinds of target, each found by its name.</summary>
internal sealed class TargetKinds(params IReadOnlyList<ITargetKind> kinds)
{
    /// <value>The names of all kinds, for whoever must choose one.</value>
    public string Names => string.Join(" or ", kinds.Select(kind => $"'{kind.Name}'"));

    /// <summary>All that this program has: a line a kind.</summary>
    public static TargetKinds All(PathJudge judge) => new(
        new DirectoryTargetKind(judge));

    /// <summary>The target of a destination; null where its kind is not known.</summary>
    public ITarget? Find(Destination destination) => KindOf(destination.Target.Kind)?.Open(destination);

    /// <summary>The kind of that name, or null.</summary>
    public ITargetKind? KindOf(string name) => kinds.FirstOrDefault(kind => kind.Name == name);
}
