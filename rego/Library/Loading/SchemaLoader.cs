using System.Text.Json;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Options;
using Rego.Sources;
using Rego.Values;
using Rego.Yaml;

namespace Rego.Loading;

/// <summary>Reads schemas, JSON or YAML, from a file or a directory.</summary>
/// <param name="options">Bounds, and what paths are relative to; the defaults where null.</param>
public sealed class SchemaLoader(PolicyDirectoryOptions? options = null)
{
    private readonly PolicyDirectoryOptions _options = options ?? new PolicyDirectoryOptions();

    private const int MaxSchemaBytes = 16 * 1024 * 1024;

    private long _total;

    /// <summary>
    /// Reads them. A file describes the input; the files of a directory are named by their paths in it, without the ending:
    /// <c>sub/team.json</c> is <c>schema.sub.team</c>.
    /// </summary>
    /// <exception cref="PolicyLoadException">A file cannot be read, is too large, or is no document.</exception>
    public RegoSchemas Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path, _options.BaseDirectory ?? Environment.CurrentDirectory);
        try
        {
            if (File.Exists(full))
            {
                return RegoSchemas.ForInput(Read(full, path));
            }

            return Directory.Exists(full) ? RegoSchemas.At(LoadDirectory(full, path)) : throw Failure($"stat {path}: no such file or directory");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Failure(problem.Message, problem);
        }
    }

    private Dictionary<RegoArray, RegoValue> LoadDirectory(string full, string shown)
    {
        var schemas = new Dictionary<RegoArray, RegoValue>();
        foreach (var file in Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (schemas.Count >= _options.MaxFiles)
            {
                throw Failure($"{shown}: more than {_options.MaxFiles} schemas");
            }

            var name = Path.GetRelativePath(full, file);
            var parts = Path.ChangeExtension(name, null).Split(Path.DirectorySeparatorChar);
            schemas[RegoArray.From([.. parts.Select(RegoString.From)])] = Read(file, Path.Combine(shown, name));
        }

        return schemas;
    }

    private RegoValue Read(string file, string shown)
    {
        var bytes = BoundedFile.Read(file, MaxSchemaBytes);
        _total += bytes.Length;
        if (_total > _options.MaxTotalBytes)
        {
            throw Failure($"{shown}: more than {_options.MaxTotalBytes} bytes of schemas");
        }

        try
        {
            return RegoJson.Parse(bytes, RegoJsonLimits.Data);
        }
        catch (JsonException)
        {
            return YamlDocument.TryParse(SourceText.ReplaceInvalid(SourceText.Decode(bytes)), out var value, out var problem)
                ? value
                : throw Failure($"{shown}: yaml: {problem}");
        }
    }

    private static PolicyLoadException Failure(string message, Exception? cause = null) =>
        new([new Diagnostic(DiagnosticCodes.Load, message, default)], cause);
}
