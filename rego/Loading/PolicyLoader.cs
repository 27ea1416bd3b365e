using System.Text.Json;
using Gatekeeper.Rego.Diagnostics;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Loading;

/// <summary>Reads policy files from directories and single paths.</summary>
internal sealed class PolicyLoader(PolicyDirectoryOptions options)
{
    private readonly DiagnosticBag _errors = [];
    private readonly List<RegoSource> _modules = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly DataTree _data = new();
    private readonly PolicyRevision _revision = new();

    internal PolicyLoader AddDirectory(string directory)
    {
        Attempt(() =>
        {
            foreach (var path in PolicyFileFinder.Find(FullPath(directory), options))
            {
                Read(new FoundFile(Path.Combine(FullPath(directory), path), path, path.Split('/')[..^1]));
            }
        });
        return this;
    }

    internal void AddPath(string path)
    {
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        var file = path[(colon + 1)..];
        string[] prefix = colon < 0 ? [] : path[..colon].Split('.');
        Attempt(() =>
        {
            if (!Directory.Exists(FullPath(file)))
            {
                Read(new FoundFile(FullPath(file), file, prefix));
                return;
            }

            var start = file is "." or "./" ? string.Empty : file.TrimEnd('/') + "/";
            foreach (var found in PolicyFileFinder.Find(FullPath(file), options))
            {
                Read(new FoundFile(Path.Combine(FullPath(file), found), start + found, [.. prefix, .. found.Split('/')[..^1]]));
            }
        });
    }

    internal PolicyFiles Load() => _errors.HasErrors
        ? throw new PolicyLoadException([.. _errors])
        : new PolicyFiles(_modules, _data.ToObject(), _revision.Compute());

    private string FullPath(string path) => Path.GetFullPath(path, options.BaseDirectory ?? Environment.CurrentDirectory);

    private void Attempt(Action read)
    {
        try
        {
            read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _errors.Add(DiagnosticCodes.Load, failure.Message, default);
        }
    }

    private void Read(FoundFile file)
    {
        var isModule = file.Name.EndsWith(".rego", StringComparison.Ordinal);
        if ((!_seen.Add(file.Name) && isModule) || (options.ModulesOnly && !isModule))
        {
            return;
        }

        var bytes = BoundedFile.Read(file.Path, isModule ? options.MaxModuleBytes : options.MaxDataBytes);
        _revision.Add(file.Name, bytes);
        if (_revision.TotalBytes > options.MaxTotalBytes)
        {
            throw new IOException($"{file.Name}: more than {options.MaxTotalBytes} bytes of policy files");
        }

        if (isModule)
        {
            _modules.Add(new RegoSource(options.PathPrefix + file.Name, SourceText.Decode(bytes)));
        }
        else if (ReadData(file.Name, bytes) is { } document)
        {
            Place(file, document);
        }
    }

    private RegoValue? ReadData(string name, byte[] bytes)
    {
        if (!name.EndsWith(".json", StringComparison.Ordinal))
        {
            return YamlDocument.TryParse(SourceText.ReplaceInvalid(SourceText.Decode(bytes)), out var value, out var problem)
                ? value
                : Refuse(name, $"error converting YAML to JSON: yaml: {problem}");
        }

        try
        {
            return RegoJson.Parse(bytes, RegoJsonLimits.Data);
        }
        catch (JsonException failure)
        {
            return Refuse(name, failure.Message);
        }
    }

    private void Place(FoundFile file, RegoValue document)
    {
        if (file.Folders.Length == 0 && document is not RegoObject)
        {
            Refuse(file.Name, "document must be of type object");
        }
        else if (_data.Add(file.Folders, document, file.Name) is { } conflict)
        {
            Refuse(file.Name, $"merge error: conflicting values at {conflict}");
        }
    }

    private RegoValue? Refuse(string name, string message)
    {
        _errors.Add(DiagnosticCodes.Load, $"{options.PathPrefix}{name}: {message}", default);
        return null;
    }

    /// <param name="Path">Where it is read from.</param>
    /// <param name="Name">What messages call it.</param>
    /// <param name="Folders">Where its data belong.</param>
    private sealed record FoundFile(string Path, string Name, string[] Folders);
}
