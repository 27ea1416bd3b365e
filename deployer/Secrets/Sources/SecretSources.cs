using Deployer.Configuration;
using Gateway.Hosting.Settings;

namespace Deployer.Secrets.Sources;

/// <summary>The kinds of sources of credentials, each found by its name.</summary>
internal static class SecretSources
{
    // All that this program has: a line a kind.
    private static readonly Dictionary<string, Func<SecretOptions, TimeProvider, ISecretSource>> Kinds = new(StringComparer.Ordinal)
    {
        [SecretOptions.Embedded] = (options, time) => new EmbeddedSource(new SecretStore(options.File, options.KeyFile, time)),
    };

    /// <summary>Opens the source that is configured. Reads nothing yet.</summary>
    /// <exception cref="ConfigurationException">There is no such kind.</exception>
    public static ISecretSource Open(SecretOptions options, TimeProvider time)
    {
        Setting.Require(Kinds.TryGetValue(options.Kind, out var open), "Deployer:Secrets:Kind", options.Kind, string.Join(" or ", Kinds.Keys.Select(kind => $"'{kind}'")));
        return open!(options, time);
    }
}
