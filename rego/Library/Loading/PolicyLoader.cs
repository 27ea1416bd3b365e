using Rego.Diagnostics;
using Rego.Errors;
using Rego.Hints;
using Rego.Values;

namespace Rego.Loading;

/// <summary>Reads policy files from directories and single paths.</summary>
internal sealed class PolicyLoader(PolicyDirectoryOptions options)
{
    private readonly PolicyFileReader _reader = new(options);
    private readonly DiagnosticBag _errors = [];
    private readonly Dictionary<string, RegoSource> _modules = new(StringComparer.Ordinal);
    private readonly DataTree _data = new();
    private int _files;

    /// <summary>Adds a directory of an installation; modules are not parsed yet.</summary>
    internal PolicyLoader AddDirectory(string directory)
    {
        Attempt(directory, FullPath(directory), () =>
        {
            foreach (var path in PolicyFileFinder.Find(FullPath(directory), options))
            {
                var file = new FoundFile(Path.Combine(FullPath(directory), path), path, path.Split('/')[..^1]);
                Attempt(path, file.Path, () => Read(file, parsesModules: false));
            }
        });
        return this;
    }

    /// <summary>Adds a file of an installation that was read already.</summary>
    internal void AddFile(PolicyFile file) => Attempt(file.Path, file.Path, () =>
        Add(new FoundFile(file.Path, file.Path, file.Path.Split('/')[..^1]), _reader.Take(file.Path, file.Content), parsesModules: true));

    /// <summary>Adds what a command line names.</summary>
    internal void AddPath(string path)
    {
        var (directories, name) = PolicyPath.Split(path);
        try
        {
            name = PolicyPath.FromUrl(name);
        }
        catch (FormatException failure)
        {
            _errors.Add(DiagnosticCodes.Load, failure.Message, default);
            return;
        }

        if (name.Length == 0)
        {
            AddMissing(name);
            return;
        }

        Walk(new FoundFile(FullPath(name), name, directories), depth: 0);
    }

    internal PolicyFiles Load() => _errors.HasErrors
        ? throw new PolicyLoadException([.. DiagnosticHints.Add(_errors, HintContext.Empty)])
        : _reader.ToFiles(_modules.Values, _data.ToObject());

    private string FullPath(string path) => Path.GetFullPath(path, options.BaseDirectory ?? Environment.CurrentDirectory);

    private void Walk(FoundFile entry, int depth)
    {
        if (Directory.Exists(entry.Path))
        {
            Attempt(entry.Name, entry.Path, () => WalkDirectory(entry, depth));
        }
        else if (File.Exists(entry.Path))
        {
            Attempt(entry.Name, entry.Path, () => Read(entry, depth));
        }
        else
        {
            AddMissing(entry.Name);
        }
    }

    private void AddMissing(string name) => _errors.Add(DiagnosticCodes.Load, $"stat {name}: no such file or directory", default);

    private void WalkDirectory(FoundFile directory, int depth)
    {
        if (depth > options.MaxDepth)
        {
            throw new IOException($"{directory.Name}: directories are nested more than {options.MaxDepth} deep");
        }

        foreach (var entry in PolicyFileFinder.EntriesOf(directory.Path, options))
        {
            var isDirectory = Directory.Exists(entry.FullName);
            var directories = isDirectory ? [.. directory.Directories, entry.Name] : directory.Directories;
            Walk(new FoundFile(entry.FullName, PolicyPath.Join(directory.Name, entry.Name), directories), depth + 1);
        }
    }

    private void Attempt(string name, string path, Action read)
    {
        try
        {
            read();
        }
        catch (Exception failure) when (FileProblem.IsOne(failure))
        {
            _errors.Add(DiagnosticCodes.Load, FileProblem.Describe(name, path, failure), default);
        }
        catch (FormatException failure)
        {
            _errors.Add(DiagnosticCodes.Load, $"{options.PathPrefix}{name}: {failure.Message}", default);
        }
    }

    private void Read(FoundFile file, int depth)
    {
        if (options.ModulesOnly && !PolicyFileReader.IsModule(file.Name))
        {
            return;
        }

        if (PolicyFileReader.IsPolicy(file.Name))
        {
            Read(file, parsesModules: true);
        }
        else if (depth == 0)
        {
            ReadUnknown(file);
        }
    }

    private void Read(FoundFile file, bool parsesModules)
    {
        if (++_files > options.MaxFiles)
        {
            throw new IOException($"{file.Name}: more than {options.MaxFiles} policy files");
        }

        Add(file, _reader.ReadBytes(file.Path, file.Name), parsesModules);
    }

    private void Add(FoundFile file, byte[] bytes, bool parsesModules)
    {
        if (!PolicyFileReader.IsModule(file.Name))
        {
            Place(file, _reader.ParseData(file.Name, bytes));
        }
        else if ((parsesModules ? _reader.Parse(file.Name, bytes, _errors) : _reader.ReadSource(file.Name, bytes)) is { } module)
        {
            _modules[file.Name.Trim('/')] = module;
        }
    }

    /// <summary>A file whose name does not tell: it is what it can be read as.</summary>
    private void ReadUnknown(FoundFile file)
    {
        var bytes = _reader.ReadBytes(file.Path, file.Name);
        if (_reader.Parse(file.Name, bytes, []) is { } module)
        {
            _modules[file.Name.Trim('/')] = module;
            return;
        }

        try
        {
            Place(file, _reader.ParseData(file.Name, bytes));
        }
        catch (FormatException failure)
        {
            throw new FormatException("can't recognize file type", failure);
        }
    }

    private void Place(FoundFile file, RegoValue document)
    {
        if (file.Directories.Length == 0 && document is not RegoObject)
        {
            throw new FormatException("document must be of type object");
        }

        if (_data.Add(file.Directories, document, file.Name) is { } conflict)
        {
            throw new FormatException($"merge error: conflicting values at {conflict}");
        }
    }

    /// <param name="Path">Where it is read from.</param>
    /// <param name="Name">What messages call it.</param>
    /// <param name="Directories">Where its data belong.</param>
    private sealed record FoundFile(string Path, string Name, string[] Directories);
}
