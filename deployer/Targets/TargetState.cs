using System.Collections.Immutable;

namespace Deployer.Targets;

/// <summary>What is current at a target, host by host.</summary>
/// <param name="Hosts">The states, one for each host that the target has.</param>
internal sealed record TargetState(ImmutableArray<HostState> Hosts)
{
    /// <value>A target of which nothing is known.</value>
    public static TargetState Unknown { get; } = new([]);

    /// <value>Whether every host could be seen, and there is one.</value>
    public bool IsKnown => Hosts.Length > 0 && Hosts.All(host => host.IsKnown);

    /// <summary>Whether <paramref name="release"/> is seen to be current on every host.</summary>
    public bool IsEverywhere(string release) => IsKnown && Hosts.All(host => host.Release == release);

    /// <summary>Whether <paramref name="release"/> is seen to be current on a host.</summary>
    public bool IsAnywhere(string release) => Hosts.Any(host => host.IsKnown && host.Release == release);
}
