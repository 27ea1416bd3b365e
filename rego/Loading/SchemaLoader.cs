using System.Text.Json;
using Gatekeeper.Rego.Diagnostics;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Loading;

/// <summary>Reads schemas from a file or a directory.</summary>
internal sealed class SchemaLoader(PolicyDirectoryOptions options)
{
    private const int MaxSchemaBytes = 16 * 1024 * 1024;

    private long _total;

    /// <summary>The schemas by the parts of their names; that of a single file by none.</summary>
    internal Dictionary<RegoArray, RegoValue> Load(string path)
    {
        var full = Path.GetFullPath(path, options.BaseDirectory ?? Environment.CurrentDirectory);
        try
        {
            if (File.Exists(full))
            {
                return new() { [RegoArray.Empty] = Read(full, path) };
            }

            return Directory.Exists(full) ? LoadDirectory(full, path) : throw Failure($"stat {path}: no such file or directory");
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
            if (schemas.Count >= options.MaxFiles)
            {
                throw Failure($"{shown}: more than {options.MaxFiles} schemas");
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
        if (_total > options.MaxTotalBytes)
        {
            throw Failure($"{shown}: more than {options.MaxTotalBytes} bytes of schemas");
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
