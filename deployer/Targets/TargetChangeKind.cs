namespace Deployer.Targets;

/// <summary>What happens to an entry of a target.</summary>
internal enum TargetChangeKind
{
    /// <summary>It is not there yet.</summary>
    Added,

    /// <summary>It is there and becomes another.</summary>
    Changed,

    /// <summary>It goes.</summary>
    Removed,
}
