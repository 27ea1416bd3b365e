using Gateway.Hosting.Settings;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;

namespace Deployer.Configuration;

/// <summary>Reads the configuration: <c>appsettings.json</c> beside the program, then the environment, then the command line.</summary>
internal static class ConfigurationReader
{
    private const string FileKey = $"{DeployerOptions.Section}:{nameof(DeployerOptions.ConfigurationFile)}";
    private const string Own = "appsettings.json";
    private const string SocketKey = $"{DeployerOptions.Section}:{nameof(DeployerOptions.Socket)}";

    private static string OwnPath => Path.Combine(AppContext.BaseDirectory, Own);

    /// <summary>Reads, binds strictly and completes the options.</summary>
    /// <param name="arguments">The command line, without verbs.</param>
    /// <exception cref="ConfigurationException">A key is unknown or a value is not valid.</exception>
    public static DeployerOptions Read(string[] arguments)
    {
        CommandLineForm.Require(arguments, DeployerOptions.Section);
        if (File.Exists(OwnPath))
        {
            ConfigurationJson.Require(Own, OwnPath);
        }

        IConfigurationRoot configuration = Build(arguments, "");
        if (configuration[FileKey] is { Length: > 0 } file)
        {
            ConfigurationJson.Require(FileKey, file);
            configuration = Build(arguments, Path.GetFullPath(file));
            if (configuration[FileKey] != file)
            {
                throw new ConfigurationException($"The key '{FileKey}' holds '{file}', and that file names '{configuration[FileKey]}': a configuration file names no other.");
            }
        }

        // The two programs may lie in one folder, and share what is in it.
        IConfigurationProvider[] given = [.. configuration.Providers.Where(p => p is JsonConfigurationProvider or CommandLineConfigurationProvider)];
        StrictBinder.RefuseOtherSections(given, DeployerOptions.Section, "Gatekeeper", LogLevels.Section, "AllowedHosts");
        LogLevels.Require(configuration, given);
        DeployerOptions options = StrictBinder.Bind<DeployerOptions>(WithoutSocketSection(configuration).GetSection(DeployerOptions.Section));
        ReadSocket(configuration.GetSection(SocketKey), options);
        DeployerOptionsValidator.Complete(options);
        return options;
    }

    private static IConfigurationRoot Build(string[] arguments, string file)
    {
        try
        {
            IConfigurationBuilder builder = new ConfigurationBuilder()
                .AddJsonFile(OwnPath, optional: true, reloadOnChange: false);
            return (file.Length > 0 ? builder.AddJsonFile(file, optional: false, reloadOnChange: false) : builder)
                .AddEnvironmentVariables()
                .AddCommandLine(arguments)
                .Build();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(e.InnerException is null ? e.Message : $"{e.Message} {e.GetBaseException().Message}", e);
        }
    }

    // A key with a value is a text to the binder, which takes none with keys below it.
    private static IConfigurationRoot WithoutSocketSection(IConfigurationRoot configuration)
    {
        bool isSection = configuration.GetSection(SocketKey).GetChildren().Any();
        return new ConfigurationBuilder().AddInMemoryCollection(configuration.AsEnumerable().Where(pair =>
            !pair.Key.StartsWith(SocketKey + ":", StringComparison.OrdinalIgnoreCase)
            && (pair.Value is not null || !isSection || !pair.Key.Equals(SocketKey, StringComparison.OrdinalIgnoreCase)))).Build();
    }

    // The socket was a path before it had a group, and still may be: the key has a value, keys below it, or both.
    private static void ReadSocket(IConfigurationSection section, DeployerOptions options)
    {
        foreach (IConfigurationSection child in section.GetChildren())
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
