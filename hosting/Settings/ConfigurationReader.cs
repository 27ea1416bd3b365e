using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Hosting.Settings;

/// <summary>
/// Reads a program's configuration, what comes later over what came before: <c>appsettings.json</c> beside the program, the JSON file that
/// the key <c>ConfigurationFile</c> of its section names, the environment, the command line. A list that comes later replaces the earlier
/// one. Each is read once: a file that changes while the program runs changes nothing.
/// </summary>
public static class ConfigurationReader
{
    /// <summary>The name of the program's own file.</summary>
    public const string OwnFile = "appsettings.json";

    private const string FileKey = "ConfigurationFile";

    /// <summary>Reads all of it.</summary>
    /// <param name="arguments">The command line, without verbs.</param>
    /// <param name="section">The program's section.</param>
    /// <param name="other">What else a file may hold: the section of a program that lies in the same directory and shares what is in it.</param>
    /// <param name="toldLater">A section that is no valid one, of which the program has more to say than that.</param>
    /// <param name="otherName">A key with a value that means the same as another key.</param>
    /// <exception cref="ConfigurationException">A file cannot be read or is no JSON object; it names another file; or something stands under no section that is read.</exception>
    public static IConfigurationRoot Read(string[] arguments, string section, string other, string? toldLater = null, (string Key, string Meant)? otherName = null) =>
        ReadBeside(AppContext.BaseDirectory, arguments, section, other, toldLater, otherName);

    internal static IConfigurationRoot ReadBeside(string directory, string[] arguments, string section, string other, string? toldLater = null, (string Key, string Meant)? otherName = null)
    {
        CommandLineForm.Require(arguments, section);
        var own = Path.Combine(directory, OwnFile);
        var files = File.Exists(own) ? [ConfigurationJson.Read(key: null, own)] : Array.Empty<byte[]>();
        var configuration = Build(files, arguments);
        var key = $"{section}:{FileKey}";
        if (configuration[key] is { Length: > 0 } file)
        {
            files = [.. files, ConfigurationJson.Read(key, file)];
            configuration = Build(files, arguments);
            if (configuration[key] != file)
            {
                throw new ConfigurationException($"{Setting.Describe(key, file)}, and that file names '{configuration[key]}': a configuration file names no other.");
            }
        }

        RefuseOthers(configuration, [section, other, LogLevels.Section], toldLater);
        return SourceMerge.Of(configuration.Providers, files, otherName);
    }

    private static IConfigurationRoot Build(byte[][] files, string[] arguments)
    {
        var builder = new ConfigurationBuilder();
        foreach (var file in files)
        {
            builder.AddJsonStream(new MemoryStream(file));
        }

        try
        {
            return builder.AddEnvironmentVariables().AddCommandLine(arguments).Build();
        }
        catch (FormatException e)
        {
            throw new ConfigurationException(e.Message, e);
        }
    }

    // Of what was written for this program. An environment is shared.
    private static void RefuseOthers(IConfigurationRoot configuration, string[] sections, string? toldLater)
    {
        IConfigurationProvider[] given = [.. configuration.Providers.Where(provider => provider is JsonStreamConfigurationProvider or CommandLineConfigurationProvider)];
        StrictBinder.RefuseOtherSections(given, toldLater, sections);
        LogLevels.Require(configuration, given);
    }
}
