using Deploy.V1;
using Deployer.Deployments.Journal;
using Deployer.Deployments.Steps;
using Deployer.Destinations;
using Deployer.Facts;
using Deployer.Targets;
using Google.Protobuf.WellKnownTypes;

namespace Deployer.Deployments;

/// <summary>Says what is current for an application in an environment: by the journal, and by the target itself.</summary>
internal sealed class EnvironmentReader(DeploymentJournal journal, DeploymentRuns runs, TargetObserver observer)
{
    /// <summary>What is current there, and what holds its pushes.</summary>
    /// <param name="request">The place.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="JournalUnavailableException">The journal cannot be read.</exception>
    public async Task<EnvironmentState> GetAsync(GetEnvironmentRequest request, CancellationToken cancellation)
    {
        var lane = new Lane(request.Application, request.Environment);
        var answer = new EnvironmentState { Application = request.Application, Environment = request.Environment };
        var current = journal.Current(lane);
        var isKnown = journal.Knows(lane);
        answer.Holds.Add(journal.Holds(lane).Select(FromHold));
        if (FindTarget(lane) is { } target)
        {
            var state = await observer.ObserveAsync(target, lane, cancellation);
            answer.Observed.Add(state.Hosts.Select(host => FromHost(lane, host)));
            if (!isKnown && IsAs(current, state))
            {
                await journal.NoteObservedAsync(lane);
                isKnown = true;
            }
        }

        // What a restored journal says is told once it was seen.
        if (isKnown && current is not null)
        {
            answer.Recorded = FromSuccess(current);
            answer.RecordedDeploymentId = current.Deployment;
        }

        return answer;
    }

    private static bool IsAs(Success? current, TargetState state) =>
        state.IsKnown && (current is null ? state.Hosts.All(host => string.IsNullOrEmpty(host.Release)) : state.IsEverywhere(current.Release));

    /// <summary>The message that shows a hold.</summary>
    public static Hold FromHold(HoldRecord hold) => new()
    {
        Application = hold.Application,
        Environment = hold.Environment,
        HeldBy = hold.Authorization.Client,
        Reason = hold.Reason,
        CreateTime = hold.Time.ToTimestamp(),
        DecisionId = hold.Authorization.DecisionId,
    };

    // What is not permitted here is not looked at; what the journal knows is told all the same.
    private ITarget? FindTarget(Lane lane)
    {
        try
        {
            return runs.OpenTarget(lane);
        }
        catch (DestinationRefusedException)
        {
            return null;
        }
    }

    private ObservedHost FromHost(Lane lane, HostState host)
    {
        var message = new ObservedHost { Host = host.Host, Known = host.IsKnown };
        if (host is { IsKnown: true, Release: { Length: > 0 } name })
        {
            message.Release = journal.OfRelease(lane, name) is { } known ? FromSuccess(known) : new Release { Name = name };
        }

        return message;
    }

    private static Release FromSuccess(Success success) => new() { Version = success.Version, Digest = success.Digest, Name = success.Release };
}
