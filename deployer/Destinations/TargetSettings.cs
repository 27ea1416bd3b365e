namespace Deployer.Destinations;

/// <summary>What a destination says of its target, the placeholders filled in.</summary>
/// <param name="Kind">The kind of target, such as <c>directory</c>.</param>
/// <param name="Keys">The kind's own keys with their values, such as <c>path</c>.</param>
/// <param name="KeepReleases">How many releases are kept, the current one included.</param>
internal sealed record TargetSettings(string Kind, IReadOnlyDictionary<string, string> Keys, int KeepReleases)
{
    /// <summary>The value of one of the kind's own keys; empty where it is not given.</summary>
    public string this[string key] => Keys.GetValueOrDefault(key, "");
}
