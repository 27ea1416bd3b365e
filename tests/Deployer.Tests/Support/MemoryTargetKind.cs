using Deployer.Configuration;
using Deployer.Destinations;
using Deployer.Targets;
using Gateway.Hosting.Settings;
using System.Collections.Concurrent;

namespace Deployer.Tests.Support;

/// <summary>The template of a kind of target: the shortest whole one, of two hosts in memory that want a credential. The contract tests hold it.</summary>
internal sealed class MemoryTargetKind : ITargetKind
{
    private readonly ConcurrentDictionary<string, MemoryHosts> _places = new(StringComparer.Ordinal);

    public string Name => "memory";

    public TargetCapabilities Capabilities => MemoryTarget.Declared;

    public void Check(string key, TargetOptions target) =>
        Setting.Require(target.Directory.Length > 0, $"{key}:Directory", target.Directory, "a name");

    public TargetPlace PlaceOf(TargetOptions target) => new(nameof(TargetOptions.Directory), target.Directory, target.Directory);

    public ITarget Open(Destination destination) => new MemoryTarget(HostsOf(destination.Target.Directory));

    public MemoryHosts HostsOf(string place) => _places.GetOrAdd(place, _ => new MemoryHosts());
}
