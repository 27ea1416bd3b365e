namespace Deployer.Targets;

/// <summary>What came of an act. What says nothing is unknown.</summary>
internal enum TargetOutcome
{
    /// <summary>It may have taken effect or not. Never a success: the target is observed.</summary>
    Unknown,

    /// <summary>It has taken effect.</summary>
    Done,

    /// <summary>It has not, or not whole, and the target says why.</summary>
    Failed,
}
