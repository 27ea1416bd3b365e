using Gateway.Hosting.Settings;

namespace Deployer.Configuration;

/// <summary>Binds, completes and checks the configuration. What is not understood stops the start.</summary>
internal static class OptionsLoader
{
    private const string SocketKey = $"{DeployerOptions.Section}:{nameof(DeployerOptions.Socket)}";

    /// <summary>The socket was a path before it had a group, and still may be.</summary>
    public static readonly (string Key, string Meant) SocketNames = (SocketKey, SocketKey + ":Path");

    /// <summary>Where destinations stood before they were data of the policies.</summary>
    public const string FormerDestinations = $"{DeployerOptions.Section}:Applications";

    /// <summary>Reads the section <c>Deployer</c>.</summary>
    /// <exception cref="ConfigurationException">A key is unknown or a value is not valid.</exception>
    public static DeployerOptions Load(IConfiguration configuration)
    {
        if (configuration.GetSection(FormerDestinations).Exists())
        {
            throw new ConfigurationException(
                $"The key '{FormerDestinations}' is not read any more: destinations are data of the policies, in destinations/data.yaml, and '{DeployerOptions.Section}:Sources' and "
                + $"'{DeployerOptions.Section}:Allow' say what this machine permits of them. 'deployer destinations convert' makes all three of these settings.");
        }

        var options = StrictBinder.Bind<DeployerOptions>(WithoutSocketSection(configuration).GetSection(DeployerOptions.Section));
        ReadSocket(configuration.GetSection(SocketKey), options);
        DeployerOptionsValidator.Complete(options);
        return options;
    }

    // A key with a value is a text to the binder, which takes none with keys below it.
    private static IConfigurationRoot WithoutSocketSection(IConfiguration configuration)
    {
        var isSection = configuration.GetSection(SocketKey).GetChildren().Any();
        return new ConfigurationBuilder().AddInMemoryCollection(configuration.AsEnumerable().Where(pair =>
            !pair.Key.StartsWith(SocketKey + ":", StringComparison.OrdinalIgnoreCase)
            && (pair.Value is not null || !isSection || !pair.Key.Equals(SocketKey, StringComparison.OrdinalIgnoreCase)))).Build();
    }

    // The socket was a path before it had a group, and still may be: the key has a value, keys below it, or both.
    private static void ReadSocket(IConfigurationSection section, DeployerOptions options)
    {
        foreach (var child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "PATH":
                    options.Socket = StrictBinder.ReadText(child);
                    break;
                case "GROUP":
                    options.SocketGroup = StrictBinder.ReadText(child);
                    break;
                default:
                    throw new ConfigurationException($"The key '{child.Path}' is unknown. Valid keys there: Path, Group.");
            }
        }
    }
}
