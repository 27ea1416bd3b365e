using Gateway.Hosting.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting.Settings;

/// <summary>The section <c>Logging</c>: which categories are told from which level on, and nothing else.</summary>
public static class LogLevels
{
    /// <summary>The section's name.</summary>
    public const string Section = "Logging";

    private const string Levels = "LogLevel";

    // The log itself is of one form; of these, levels are known everywhere.
    private static readonly string[] Keys = [Levels, "Console", "Debug", "EventSource"];

    /// <summary>Refuses levels that there are not, wherever they come from, and in files and on the command line what is no level.</summary>
    /// <param name="configuration">All of it.</param>
    /// <param name="providers">The providers of the files and of the command line.</param>
    /// <exception cref="ConfigurationException">There is such a key.</exception>
    public static void Require(IConfiguration configuration, IEnumerable<IConfigurationProvider> providers)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(providers);
        var logging = configuration.GetSection(Section);
        StrictBinder.RequireSection(logging);
        RequireLevels(logging.GetSection(Levels));
        foreach (var provider in logging.GetChildren())
        {
            RequireLevels(provider.GetSection(Levels));
        }

        foreach (var given in providers)
        {
            RefuseOthers(given, Section, Keys);
            foreach (var key in Keys.Skip(1))
            {
                RefuseOthers(given, $"{Section}:{key}", [Levels]);
            }
        }
    }

    private static void RequireLevels(IConfigurationSection levels)
    {
        StrictBinder.RequireSection(levels);
        foreach (var level in levels.GetChildren())
        {
            _ = ScalarForm.Of(typeof(LogLevel))!.Read(level);
        }
    }

    private static void RefuseOthers(IConfigurationProvider provider, string path, string[] keys)
    {
        if (provider.GetChildKeys([], path).FirstOrDefault(key => !keys.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } other)
        {
            throw new ConfigurationException($"The key '{PrintableText.Of($"{path}:{other}")}' is unknown. Valid keys there: {string.Join(", ", keys)}.");
        }
    }
}
