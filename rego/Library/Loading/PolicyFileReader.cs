using System.Diagnostics;
using System.Text.Json;
using Rego.Diagnostics;
using Rego.Parsing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Values;
using Rego.Yaml;

namespace Rego.Loading;

/// <summary>Reads single policy files, within bounds.</summary>
/// <param name="options">The bounds.</param>
internal sealed class PolicyFileReader(PolicyDirectoryOptions options)
{
    private readonly PolicyRevision _revision = new();

    private readonly Stopwatch _moduleParsing = new();
    private readonly Stopwatch _dataParsing = new();

    /// <summary>All that was read, with how long the parsing took.</summary>
    internal PolicyFiles ToFiles(IEnumerable<RegoSource> modules, RegoObject data) =>
        new([.. modules.OrderBy(module => module.Path, StringComparer.Ordinal)], data, _revision.Compute())
        {
            ModuleParsing = _moduleParsing.Elapsed,
            DataParsing = _dataParsing.Elapsed,
        };

    internal static bool IsModule(string name) => name.EndsWith(".rego", StringComparison.Ordinal);

    internal static bool IsJson(string name) => name.EndsWith(".json", StringComparison.Ordinal);

    internal static bool IsYaml(string name) => name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal);

    /// <summary>Whether a file is a module or holds data, by its name.</summary>
    internal static bool IsPolicy(string name) => IsModule(name) || IsJson(name) || IsYaml(name);

    /// <summary>The content of a file, which counts towards the revision.</summary>
    /// <exception cref="IOException">It cannot be read, or a bound is exceeded.</exception>
    internal byte[] ReadBytes(string path, string name)
    {
        return Take(name, BoundedFile.Read(path, MaxBytesOf(name)));
    }

    /// <summary>The content of a file that was read already, which counts towards the revision.</summary>
    /// <exception cref="IOException">A bound is exceeded.</exception>
    internal byte[] Take(string name, byte[] bytes)
    {
        if (bytes.Length > MaxBytesOf(name))
        {
            throw new IOException($"{name}: larger than {MaxBytesOf(name)} bytes");
        }

        _revision.Add(name, bytes);
        return _revision.TotalBytes > options.MaxTotalBytes
            ? throw new IOException($"{name}: more than {options.MaxTotalBytes} bytes of policy files")
            : bytes;
    }

    private int MaxBytesOf(string name) => IsModule(name) ? options.MaxModuleBytes : options.MaxDataBytes;

    internal RegoSource ReadSource(string name, byte[] bytes) => new(options.PathPrefix + name, SourceText.Decode(bytes));

    /// <summary>A module with its tree; null, with errors added, where it does not parse.</summary>
    internal RegoSource? Parse(string name, byte[] bytes, DiagnosticBag errors)
    {
        _moduleParsing.Start();
        var source = ReadSource(name, bytes);
        var found = errors.Count;
        var module = Parser.ParseModule(new SourceFile(source.Path, source.Text), errors, features: LanguageFeatures.Of(options.Capabilities));
        _moduleParsing.Stop();
        return module is null || errors.Count > found ? null : source with { Parsed = module };
    }

    /// <summary>The document in a file of data.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal RegoValue ParseData(string name, byte[] bytes)
    {
        _dataParsing.Start();
        try
        {
            return IsJson(name) ? ParseJson(bytes) : ParseYaml(bytes);
        }
        finally
        {
            _dataParsing.Stop();
        }
    }

    internal static RegoValue ParseJson(byte[] bytes)
    {
        try
        {
            return RegoJson.Parse(bytes, RegoJsonLimits.Data);
        }
        catch (JsonException failure)
        {
            throw new FormatException(failure.Message, failure);
        }
    }

    internal static RegoValue ParseYaml(byte[] bytes) =>
        YamlDocument.TryParse(SourceText.ReplaceInvalid(SourceText.Decode(bytes)), out var value, out var problem)
            ? value
            : throw new FormatException($"error converting YAML to JSON: yaml: {problem}");
}
