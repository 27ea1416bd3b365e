using Deployer.Destinations;
using Deployer.Targets;
using System.Collections.Concurrent;

namespace Deployer.Tests.Support;

/// <summary>The template of a kind of target: the shortest whole one, of two hosts in memory that want a credential. The contract tests hold it.</summary>
internal sealed class MemoryTargetKind : ITargetKind
{
    private readonly ConcurrentDictionary<string, MemoryHosts> _places = new(StringComparer.Ordinal);

    public string Name => "memory";

    public TargetCapabilities Capabilities => MemoryTarget.Declared;

    public IReadOnlyList<string> Keys => ["path"];

    public string? FindFault(TargetSettings target) => target["path"].Length > 0 ? null : "its path must be a name";

    public string PlaceOf(TargetSettings target) => target["path"];

    public string? FindFaultOfRule(string place) => place.Length > 0 ? null : "a name";

    public bool IsWithin(TargetSettings target, string place, string application, string environment) => target["path"].StartsWith(place, StringComparison.Ordinal);

    public ITarget Open(Destination destination) => new MemoryTarget(HostsOf(destination.Target["path"]));

    public MemoryHosts HostsOf(string place) => _places.GetOrAdd(place, _ => new MemoryHosts());
}
