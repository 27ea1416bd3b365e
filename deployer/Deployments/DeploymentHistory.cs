using System.Collections.Immutable;
using Deployer.Facts;

namespace Deployer.Deployments;

/// <summary>A deployment's facts, and what they say together. Immutable.</summary>
internal sealed class DeploymentHistory
{
    private DeploymentHistory(ImmutableList<RecordedFact> facts, DeploymentSnapshot snapshot)
    {
        Facts = facts;
        Snapshot = snapshot;
    }

    /// <value>The facts in their order.</value>
    public ImmutableList<RecordedFact> Facts { get; }

    /// <value>What all of them say.</value>
    public DeploymentSnapshot Snapshot { get; }

    /// <summary>The history of a new deployment.</summary>
    public static DeploymentHistory Begin(string id, DateTimeOffset time, DeploymentAccepted accepted)
    {
        var first = new RecordedFact(1, time, accepted);
        return new([first], DeploymentTransitions.Begin(id, first, accepted));
    }

    /// <summary>Rebuilds a history from its facts.</summary>
    /// <exception cref="InvalidDataException">The facts are not such as this program writes.</exception>
    public static DeploymentHistory Replay(string id, IReadOnlyList<RecordedFact> facts)
    {
        if (facts is not [{ Ordinal: 1, Fact: DeploymentAccepted accepted } first, ..])
        {
            throw new InvalidDataException($"The journal of deployment {id} does not begin with its acceptance.");
        }

        var history = new DeploymentHistory([first], DeploymentTransitions.Begin(id, first, accepted));
        foreach (var fact in facts.Skip(1))
        {
            history = history.TryAppend(fact, out _)
                ?? throw new InvalidDataException($"The journal of deployment {id} is damaged at fact {fact.Ordinal}.");
        }

        return history;
    }

    /// <summary>The history with one more fact, or null and why not.</summary>
    public DeploymentHistory? TryAppend(RecordedFact fact, out TransitionRefusal refusal)
    {
        var transition = DeploymentTransitions.Apply(Snapshot, fact);
        refusal = transition.Refusal;
        return transition.Snapshot is { } next ? new(Facts.Add(fact), next) : null;
    }

    /// <summary>What the facts up to <paramref name="ordinal"/> said.</summary>
    public DeploymentSnapshot SnapshotAt(int ordinal) => ordinal >= Snapshot.Facts ? Snapshot : Replay(Snapshot.Id, Facts.GetRange(0, ordinal)).Snapshot;
}
