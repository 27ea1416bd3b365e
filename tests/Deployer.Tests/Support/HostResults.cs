using Deployer.Targets;

namespace Deployer.Tests.Support;

/// <summary>Remembers what a target reported.</summary>
internal sealed class HostResults : IProgress<HostResult>
{
    public List<HostResult> Seen { get; } = [];

    public void Report(HostResult value) => Seen.Add(value);
}
