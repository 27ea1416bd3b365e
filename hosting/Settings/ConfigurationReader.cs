using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Hosting.Settings;

/// <summary>
/// Reads a program's configuration, what comes later over what came before: <c>appsettings.json</c> beside the program, the JSON file that
/// the key <c>ConfigurationFile</c> of its section names, the environment, the command line. Each is read once: a file that changes while
/// the program runs changes nothing.
/// </summary>
public static class ConfigurationReader
{
    /// <summary>The name of the program's own file.</summary>
    public const string OwnFile = "appsettings.json";

    private const string FileKey = "ConfigurationFile";

    /// <summary>Reads all of it.</summary>
    /// <param name="arguments">The command line, without verbs.</param>
    /// <param name="section">The program's section.</param>
    /// <param name="others">What else a file may hold: the sections of programs that lie in the same directory and share what is in it.</param>
    /// <exception cref="ConfigurationException">A file cannot be read or is no JSON object; it names another file; or something stands under no section that is read.</exception>
    public static IConfigurationRoot Read(string[] arguments, string section, params string[] others) =>
        ReadBeside(AppContext.BaseDirectory, arguments, section, others);

    internal static IConfigurationRoot ReadBeside(string directory, string[] arguments, string section, params string[] others)
    {
        CommandLineForm.Require(arguments, section);
        var own = Path.Combine(directory, OwnFile);
        if (File.Exists(own))
        {
            ConfigurationJson.Require(key: null, own);
        }

        var configuration = Build(own, file: null, arguments);
        var key = $"{section}:{FileKey}";
        if (configuration[key] is { Length: > 0 } file)
        {
            ConfigurationJson.Require(key, file);
            configuration = Build(own, Path.GetFullPath(file), arguments);
            if (configuration[key] != file)
            {
                throw new ConfigurationException($"{Setting.Describe(key, file)}, and that file names '{configuration[key]}': a configuration file names no other.");
            }
        }

        RefuseOthers(configuration, [section, .. others, LogLevels.Section]);
        return configuration;
    }

    private static IConfigurationRoot Build(string own, string? file, string[] arguments)
    {
        try
        {
            var builder = new ConfigurationBuilder().AddJsonFile(own, optional: true, reloadOnChange: false);
            if (file is not null)
            {
                builder.AddJsonFile(file, optional: false, reloadOnChange: false);
            }

            return builder.AddEnvironmentVariables().AddCommandLine(arguments).Build();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(e.InnerException is null ? e.Message : $"{e.Message} {e.GetBaseException().Message}", e);
        }
    }

    // Of what was written for this program. An environment is shared.
    private static void RefuseOthers(IConfigurationRoot configuration, string[] sections)
    {
        IConfigurationProvider[] given = [.. configuration.Providers.Where(provider => provider is JsonConfigurationProvider or CommandLineConfigurationProvider)];
        StrictBinder.RefuseOtherSections(given, sections);
        LogLevels.Require(configuration, given);
    }
}
