using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Deployer.Configuration;
using Gateway.Hosting.Settings;
using Microsoft.Extensions.Configuration.Memory;

namespace Deployer.Conversion;

/// <summary>The program's verb <c>deployer destinations convert</c>: prints the former settings as data, and the settings that permit them; or writes both.</summary>
internal static class DestinationsCommand
{
    private const string Usage = "Usage: deployer destinations convert [--configuration FILE] [--out DIRECTORY]   (then --Deployer:KEY=VALUE as for serving)";
    private const string DataFile = "destinations/data.yaml";
    private const string SettingsFile = "deployer.json";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new LeavesOutEmpty() },
    };

    /// <summary>Runs the verb.</summary>
    /// <param name="arguments">What follows <c>destinations</c>.</param>
    /// <param name="output">Where the outcome goes to.</param>
    /// <param name="error">Where errors go to.</param>
    /// <returns>0 done, 1 failed, 2 wrong usage.</returns>
    /// <exception cref="ConfigurationException">The configuration cannot be read.</exception>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        if (arguments is not ["convert", .. var rest] || Parse(rest) is not var (settings, directory))
        {
            error.WriteLine(Usage);
            return 2;
        }

        var configuration = ConfigurationReader.Read(settings, DeployerOptions.Section, "Gatekeeper", otherName: OptionsLoader.SocketNames);
        var former = Read(configuration);
        if (former.Applications.Count == 0)
        {
            error.WriteLine($"The configuration has no '{OptionsLoader.FormerDestinations}': there is nothing to convert.");
            return 1;
        }

        var converted = DestinationConverter.Convert(former);
        foreach (var fault in converted.Faults)
        {
            error.WriteLine($"{fault} As it is, it cannot be said in data.");
        }

        return converted.Faults.Count > 0 ? 1 : Tell(converted, directory, output, error);
    }

    private static int Tell(Converted converted, string? directory, TextWriter output, TextWriter error)
    {
        var settings = JsonSerializer.Serialize(new { Deployer = new { converted.Sources, converted.Allow } }, Indented);
        if (directory is null)
        {
            output.Write($"# {DataFile}, in the directory of the policies\n{converted.Data}\n# {SettingsFile}, in place of '{OptionsLoader.FormerDestinations}'\n{settings}\n");
            return 0;
        }

        foreach (var (name, text) in new[] { (DataFile, converted.Data), (SettingsFile, settings + "\n") })
        {
            var path = Path.Combine(directory, name);
            if (!TryWrite(path, text))
            {
                error.WriteLine($"{path} is there already, and is not replaced.");
                return 1;
            }

            output.WriteLine(path);
        }

        return 0;
    }

    private static bool TryWrite(string path, string text)
    {
        if (Path.Exists(path))
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew));
        file.Write(text);
        return true;
    }

    // Of the rest nothing is read: it need not be whole for this.
    private static FormerSettings Read(IConfiguration configuration)
    {
        var former = configuration.AsEnumerable().Where(pair => pair.Value is not null && pair.Key.StartsWith(OptionsLoader.FormerDestinations + ":", StringComparison.OrdinalIgnoreCase));
        var section = new ConfigurationRoot([new MemoryConfigurationProvider(new MemoryConfigurationSource { InitialData = former })]).GetSection(DeployerOptions.Section);
        return StrictBinder.Bind<FormerSettings>(section);
    }

    private static (string[] Settings, string? Directory)? Parse(string[] arguments)
    {
        var settings = new List<string>();
        string? directory = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--configuration" when i + 1 < arguments.Length:
                    settings.Add($"--{DeployerOptions.Section}:{nameof(DeployerOptions.ConfigurationFile)}={arguments[++i]}");
                    break;
                case "--out" when i + 1 < arguments.Length:
                    directory = arguments[++i];
                    break;
                case var other when other.StartsWith($"--{DeployerOptions.Section}:", StringComparison.OrdinalIgnoreCase):
                    settings.Add(other);
                    break;
                default:
                    return null;
            }
        }

        return ([.. settings], directory);
    }

    // A section as it would be written by hand: what says nothing is left out.
    private sealed class LeavesOutEmpty : JsonConverter<object>
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(AllowOptions) || typeToConvert == typeof(SourceOptions);

        public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var property in value.GetType().GetProperties())
            {
                var member = property.GetValue(value);
                if (member is string { Length: > 0 } or List<string> { Count: > 0 })
                {
                    writer.WritePropertyName(property.Name);
                    JsonSerializer.Serialize(writer, member, options);
                }
            }

            writer.WriteEndObject();
        }
    }
}
