using System.Collections.Immutable;
using Gateway.Contract.Hashing;

namespace Deployer.Targets;

/// <summary>What a push of a release would do to a target as it is now. Making a plan changes nothing.</summary>
internal sealed record TargetPlan
{
    /// <summary>The most changes that a plan lists.</summary>
    public const int MaxChanges = 200;

    /// <summary>The most characters that their names have together: a plan is in every message about its deployment.</summary>
    public const int MaxCharacters = 16 * 1024;

    private TargetPlan()
    {
    }

    /// <value>What is pushed.</value>
    public required TargetRelease Release { get; init; }

    /// <value>The release that is current now, which a rollback returns to; empty where there is none.</value>
    public required string Replaces { get; init; }

    /// <value>What would change, by name; bounded.</value>
    public required ImmutableArray<TargetChange> Changes { get; init; }

    /// <value>How many changes there are beyond those.</value>
    public required int Omitted { get; init; }

    /// <value>The digest over release, what it replaces and every change, those omitted included: two plans of one digest do the same.</value>
    public required string Digest { get; init; }

    /// <summary>Makes a plan.</summary>
    /// <param name="release">What is pushed.</param>
    /// <param name="replaces">What is current now, or empty.</param>
    /// <param name="changes">All changes, in any order.</param>
    public static TargetPlan Create(TargetRelease release, string replaces, IEnumerable<TargetChange> changes)
    {
        // What is there now and becomes another is seen first: it must not be hidden behind many that are added.
        TargetChange[] all = [.. changes.OrderBy(change => change.Kind == TargetChangeKind.Added).ThenBy(change => change.Name, StringComparer.Ordinal).ThenBy(change => change.Kind)];
        var characters = 0;
        ImmutableArray<TargetChange> listed = [.. all.Take(MaxChanges).TakeWhile(change => (characters += change.Name.Length) <= MaxCharacters)];
        return new TargetPlan
        {
            Release = release,
            Replaces = replaces,
            Changes = listed,
            Omitted = all.Length - listed.Length,
            Digest = "sha256:" + Convert.ToHexStringLower(ListHash.Compute([release.Name, release.Digest, replaces, .. all.SelectMany(change => (string[])[change.Kind.ToString(), change.Name])])),
        };
    }
}
