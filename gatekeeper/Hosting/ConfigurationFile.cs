using Gateway.Hosting.Settings;
using Microsoft.Extensions.Configuration.Json;

namespace Gatekeeper.Hosting;

/// <summary>The JSON file that <c>Gatekeeper:ConfigurationFile</c> names, read after <c>appsettings.json</c> and before the environment.</summary>
internal static class ConfigurationFile
{
    private const string Key = $"{GatekeeperOptions.Section}:{nameof(GatekeeperOptions.ConfigurationFile)}";

    /// <summary>Adds it to the configuration, where one is named.</summary>
    /// <exception cref="ConfigurationException">It is not there, or is not JSON.</exception>
    public static void Add(IConfigurationManager configuration)
    {
        if (configuration[Key] is not { Length: > 0 } file)
        {
            return;
        }

        var source = new JsonConfigurationSource { Path = Path.GetFullPath(file), Optional = false, ReloadOnChange = false };
        source.ResolveFileProvider();
        var place = configuration.Sources.Select((other, i) => other is JsonConfigurationSource ? i + 1 : 0).DefaultIfEmpty().Max();
        try
        {
            configuration.Sources.Insert(place, source);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or FormatException)
        {
            throw new ConfigurationException($"{Key} is '{file}': it must be a JSON file that can be read. {e.Message} {e.InnerException?.Message}".TrimEnd(), e);
        }
    }
}
