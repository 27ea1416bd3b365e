namespace Deployer.Facts;

/// <summary>One entry of a target that the push would change.</summary>
/// <param name="Kind"><c>added</c>, <c>changed</c> or <c>removed</c>.</param>
/// <param name="Name">The entry as the target names it.</param>
internal sealed record PlannedEntry(string Kind, string Name);
