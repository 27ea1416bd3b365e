namespace Deployer.Targets;

/// <summary>What came of an act on one host of a target.</summary>
/// <param name="Host">The host as the target names it.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Detail">Why it failed or is unknown, in a sentence that names no secret and no path; where it is done, what the operator should know of it, or empty.</param>
internal sealed record HostResult(string Host, TargetOutcome Outcome, string Detail = "");
