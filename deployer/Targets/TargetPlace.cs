namespace Deployer.Targets;

/// <summary>Where a target is: what no two lanes may share, since each is sure to be alone there.</summary>
/// <param name="Key">The key below <c>Target</c> that says where.</param>
/// <param name="Value">Its value as it is configured.</param>
/// <param name="Identity">The place in a form that is equal exactly where it is the same place.</param>
internal sealed record TargetPlace(string Key, string Value, string Identity);
