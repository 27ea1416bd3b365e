using Deployer.Destinations;

namespace Deployer.Targets;

/// <summary>A kind of target: reads its keys, knows its places and makes its targets.</summary>
internal interface ITargetKind
{
    /// <value>What <c>target.kind</c> of a destination calls it.</value>
    string Name { get; }

    /// <value>The keys that it has besides <c>kind</c>.</value>
    IReadOnlyList<string> Keys { get; }

    /// <value>What its targets can do.</value>
    TargetCapabilities Capabilities { get; }

    /// <summary>What a target with these settings would need to be one, such as <c>its path must be an absolute path</c>; null where nothing is wrong.</summary>
    string? FindFault(TargetSettings target);

    /// <summary>The place of a target whose settings have no fault, in a form that is equal exactly where it is the same place. No two lanes may share one, since each is sure to be alone there.</summary>
    string PlaceOf(TargetSettings target);

    /// <summary>What a place in a rule of <c>Deployer:Allow</c> must be, placeholders still in it; null where <paramref name="place"/> is one.</summary>
    string? FindFaultOfRule(string place);

    /// <summary>Whether the target is within a place of a rule, as it is there now.</summary>
    /// <param name="target">Settings that have no fault.</param>
    /// <param name="place">The place of the rule, placeholders still in it.</param>
    /// <param name="application">Stands for <c>{application}</c>.</param>
    /// <param name="environment">Stands for <c>{environment}</c>.</param>
    bool IsWithin(TargetSettings target, string place, string application, string environment);

    /// <summary>Makes a destination's target. Touches nothing yet.</summary>
    ITarget Open(Destination destination);
}
