using Gateway.Hosting.Settings;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;

namespace Gatekeeper.Hosting;

/// <summary>
/// The configuration's files: <c>appsettings.json</c> beside the program, and the one that <c>Gatekeeper:ConfigurationFile</c> names, read
/// after it and before the environment.
/// </summary>
internal static class ConfigurationFile
{
    private const string Key = $"{GatekeeperOptions.Section}:{nameof(GatekeeperOptions.ConfigurationFile)}";

    private const string Own = "appsettings.json";

    /// <summary>Makes sure that the program's own file, where there is one, can be read.</summary>
    /// <exception cref="ConfigurationException">It cannot.</exception>
    public static void RequireOwn()
    {
        var path = Path.Combine(AppContext.BaseDirectory, Own);
        if (File.Exists(path))
        {
            ConfigurationJson.Require(Own, path);
        }
    }

    /// <summary>Adds the named file to the configuration, and leaves out those that nobody names: their owners are not judged.</summary>
    /// <exception cref="ConfigurationException">It is not there, is not JSON, or names another; or something stands under no section that is read.</exception>
    public static void Add(IConfigurationManager configuration)
    {
        foreach (var other in configuration.Sources.OfType<JsonConfigurationSource>().Where(source => source.Path != Own).ToArray())
        {
            configuration.Sources.Remove(other);
        }

        if (configuration[Key] is { Length: > 0 } file)
        {
            Add(configuration, file);
        }

        IConfigurationProvider[] given = [.. ((IConfigurationRoot)configuration).Providers.Where(provider => provider is JsonConfigurationProvider or CommandLineConfigurationProvider)];

        // The two programs may lie in one folder, and share what is in it. The last is refused in words of its own.
        StrictBinder.RefuseOtherSections(given, GatekeeperOptions.Section, "Deployer", LogLevels.Section, "AllowedHosts", "Kestrel");
        LogLevels.Require(configuration, given);
    }

    private static void Add(IConfigurationManager configuration, string file)
    {
        ConfigurationJson.Require(Key, file);
        var source = new JsonConfigurationSource { Path = Path.GetFullPath(file), Optional = false, ReloadOnChange = false };
        source.ResolveFileProvider();
        var place = configuration.Sources.Select((other, i) => other is JsonConfigurationSource ? i + 1 : 0).DefaultIfEmpty().Max();
        try
        {
            configuration.Sources.Insert(place, source);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or FormatException)
        {
            throw ConfigurationJson.Refusal(Key, file, e.GetBaseException().Message);
        }

        if (configuration[Key] != file)
        {
            throw new ConfigurationException($"{Key} is '{file}', and that file names '{configuration[Key]}': a configuration file names no other.");
        }
    }
}
