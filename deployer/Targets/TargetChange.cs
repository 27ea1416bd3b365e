namespace Deployer.Targets;

/// <summary>One entry that a push would change.</summary>
/// <param name="Kind">How.</param>
/// <param name="Name">The entry as the target names it: a path, an object, a key. Names no secret.</param>
internal sealed record TargetChange(TargetChangeKind Kind, string Name);
