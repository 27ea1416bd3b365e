using System.Collections.Immutable;
using Deployer.Errors;

namespace Deployer.Targets;

/// <summary>What came of an act on a target, host by host.</summary>
/// <param name="Hosts">The results, one for each host that the target has.</param>
internal sealed record TargetResult(ImmutableArray<HostResult> Hosts)
{
    private const int MaxNamed = 5;

    /// <value>Failed where a host failed; done where all are; otherwise unknown, as where there is no host at all.</value>
    public TargetOutcome Outcome =>
        Hosts.Any(host => host.Outcome == TargetOutcome.Failed) ? TargetOutcome.Failed
        : Hosts.Length > 0 && Hosts.All(host => host.Outcome == TargetOutcome.Done) ? TargetOutcome.Done
        : TargetOutcome.Unknown;

    /// <summary>Goes on only where every host is done.</summary>
    /// <exception cref="StepFailedException">A host failed.</exception>
    /// <exception cref="OutcomeUnknownException">No host failed, and not all are known to be done.</exception>
    public void RequireDone()
    {
        switch (Outcome)
        {
            case TargetOutcome.Done:
                return;
            case TargetOutcome.Failed:
                throw new StepFailedException(Describe(TargetOutcome.Failed));
            default:
                throw new OutcomeUnknownException(Describe(TargetOutcome.Unknown));
        }
    }

    private string Describe(TargetOutcome outcome)
    {
        HostResult[] hosts = [.. Hosts.Where(host => host.Outcome == outcome)];
        var named = hosts.Take(MaxNamed).Select(host => Hosts.Length == 1 ? host.Detail : $"{host.Host}: {host.Detail}");
        return string.Join(" ", hosts.Length > MaxNamed ? named.Append($"And {hosts.Length - MaxNamed} more.") : named);
    }
}
