using System.Text.Json;
using Gatekeeper.Rego.Diagnostics;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Loading;

/// <summary>Reads one policy directory.</summary>
internal sealed class DirectoryLoader(string directory, PolicyDirectoryOptions options)
{
    private readonly DiagnosticBag _errors = [];
    private readonly List<RegoSource> _modules = [];
    private readonly DataTree _data = new();
    private readonly PolicyRevision _revision = new();

    internal PolicyFiles Load()
    {
        try
        {
            foreach (var path in PolicyFileFinder.Find(directory, options))
            {
                Read(path);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _errors.Add(DiagnosticCodes.Load, failure.Message, default);
        }

        return _errors.HasErrors
            ? throw new PolicyLoadException([.. _errors])
            : new PolicyFiles(_modules, _data.ToObject(), _revision.Compute());
    }

    private void Read(string path)
    {
        var isModule = path.EndsWith(".rego", StringComparison.Ordinal);
        var bytes = BoundedFile.Read(Path.Combine(directory, path), isModule ? options.MaxModuleBytes : options.MaxDataBytes);
        _revision.Add(path, bytes);
        if (_revision.TotalBytes > options.MaxTotalBytes)
        {
            throw new IOException($"{directory}: more than {options.MaxTotalBytes} bytes of policy files");
        }

        if (isModule)
        {
            _modules.Add(new RegoSource(options.PathPrefix + path, SourceText.Decode(bytes)));
        }
        else if (ReadData(path, bytes) is { } document)
        {
            Place(path, document);
        }
    }

    private RegoValue? ReadData(string path, byte[] bytes)
    {
        if (!path.EndsWith(".json", StringComparison.Ordinal))
        {
            if (YamlDocument.TryParse(SourceText.ReplaceInvalid(SourceText.Decode(bytes)), out var value, out var problem))
            {
                return value;
            }

            return Refuse(path, $"error converting YAML to JSON: yaml: line {problem.Row}: {problem.Message}");
        }

        try
        {
            return RegoJson.Parse(bytes, RegoJsonLimits.Data);
        }
        catch (JsonException failure)
        {
            return Refuse(path, failure.Message);
        }
    }

    private void Place(string path, RegoValue document)
    {
        var folders = path.Split('/')[..^1];
        if (folders.Length == 0 && document is not RegoObject)
        {
            Refuse(path, "document must be of type object");
        }
        else if (_data.Add(folders, document, path) is { } conflict)
        {
            Refuse(path, $"merge error: conflicting values at {conflict}");
        }
    }

    private RegoValue? Refuse(string path, string message)
    {
        _errors.Add(DiagnosticCodes.Load, $"{options.PathPrefix}{path}: {message}", default);
        return null;
    }
}
