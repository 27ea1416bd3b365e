using Rego.Diagnostics;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Loading;

/// <summary>Reads directories as bundles.</summary>
internal sealed class BundleLoader
{
    private readonly PolicyDirectoryOptions _options;
    private readonly PolicyFileReader _reader;
    private readonly List<RegoSource> _modules = [];
    private readonly DataTree _data = new();
    private readonly Dictionary<string, BundleManifest> _manifests = new(StringComparer.Ordinal);
    private int _files;

    private BundleLoader(PolicyDirectoryOptions options)
    {
        _options = options;
        _reader = new PolicyFileReader(options);
    }

    internal static PolicyFiles Load(IReadOnlyList<string> paths, PolicyDirectoryOptions options)
    {
        var loader = new BundleLoader(options);
        foreach (var path in paths)
        {
            try
            {
                loader.Add(PolicyPath.FromUrl(path));
            }
            catch (FormatException failure)
            {
                throw new BundleLoadException(path, $"bundle {path}: {failure.Message}", failure);
            }
            catch (Exception failure) when (FileProblem.IsOne(failure))
            {
                throw new BundleLoadException(path, FileProblem.Describe(path, path, failure), failure);
            }
        }

        loader.CheckOverlap();
        return loader._reader.ToFiles(loader._modules, loader._data.ToObject());
    }

    private void Add(string path)
    {
        var directory = Path.GetFullPath(path, _options.BaseDirectory ?? Environment.CurrentDirectory);
        if (File.Exists(directory))
        {
            throw new FormatException("archives are not read here; unpack the bundle, and name its directory");
        }

        if (path.Length == 0 || !Directory.Exists(directory))
        {
            throw new IOException($"error reading \"{path}\": stat {path}: no such file or directory");
        }

        var manifest = ReadManifest(directory);
        if (_manifests.TryAdd(path, manifest))
        {
            Collect(manifest, new Place(directory, path, string.Empty), depth: 0);
        }
    }

    private BundleManifest ReadManifest(string directory)
    {
        var file = Path.Combine(directory, BundleManifest.FileName);
        return File.Exists(file) ? BundleManifest.Parse(_reader.ReadBytes(file, BundleManifest.FileName)) : BundleManifest.Default;
    }

    private void Collect(BundleManifest manifest, Place directory, int depth)
    {
        if (depth > _options.MaxDepth)
        {
            throw new IOException($"{directory.Name}: directories are nested more than {_options.MaxDepth} deep");
        }

        foreach (var entry in PolicyFileFinder.EntriesOf(directory.Path, _options))
        {
            var name = PolicyPath.Join(directory.Name, entry.Name);
            if (Directory.Exists(entry.FullName))
            {
                Collect(manifest, new Place(entry.FullName, name, PolicyPath.Join(directory.Data, entry.Name)), depth + 1);
            }
            else if (entry.Name is "data.json" or "data.yaml" or "data.yml" || PolicyFileReader.IsModule(entry.Name))
            {
                Read(manifest, new Place(entry.FullName, name, directory.Data));
            }
        }
    }

    private void Read(BundleManifest manifest, Place file)
    {
        if (++_files > _options.MaxFiles)
        {
            throw new IOException($"{file.Name}: more than {_options.MaxFiles} policy files");
        }

        var bytes = _reader.ReadBytes(file.Path, file.Name);
        if (PolicyFileReader.IsModule(file.Name))
        {
            AddModule(manifest, file.Name, bytes);
        }
        else
        {
            AddData(manifest, file, ParseData(file.Name, bytes));
        }
    }

    private void AddModule(BundleManifest manifest, string name, byte[] bytes)
    {
        var errors = new DiagnosticBag();
        if (_reader.Parse(name, bytes, errors) is not { } module)
        {
            throw new FormatException(DiagnosticText.Describe([.. errors]));
        }

        var package = module.Parsed!.Package;
        var path = string.Join('/', package.Path.Skip(1).Select(part => ((StringTerm)part).Value));
        if (!manifest.Permits(path))
        {
            throw new FormatException($"manifest roots {manifest} do not permit 'package {path.Replace('/', '.')}' in module '{name}'");
        }

        _modules.Add(module);
    }

    private RegoValue ParseData(string name, byte[] bytes)
    {
        try
        {
            return _reader.ParseData(name, bytes);
        }
        catch (FormatException failure)
        {
            throw new FormatException($"bundle load failed on {name}: {failure.Message}", failure);
        }
    }

    private void AddData(BundleManifest manifest, Place file, RegoValue document)
    {
        if (FindForbidden(manifest, file.Data, document) is { } forbidden)
        {
            throw new FormatException($"manifest roots {manifest} do not permit data at path '/{forbidden}' (hint: check bundle directory structure)");
        }

        var directories = file.Data.Length == 0 ? [] : file.Data.Split('/');
        if ((directories.Length == 0 && document is not RegoObject) || _data.Add(directories, document, file.Name) is not null)
        {
            throw new FormatException($"bundle load failed on {file.Name}: failed to insert data file from path {file.Data}");
        }
    }

    /// <summary>A place in the data that no root permits; null where there is none.</summary>
    private static string? FindForbidden(BundleManifest manifest, string path, RegoValue value)
    {
        if (manifest.Permits(path))
        {
            return null;
        }

        if (value is not RegoObject members || !manifest.Roots.Any(root => BundleManifest.Contains(path, root)))
        {
            return path;
        }

        return members
            .Select(member => FindForbidden(manifest, PolicyPath.Join(path, member.Key is RegoString name ? name.Value : member.Key.ToString()), member.Value))
            .FirstOrDefault(forbidden => forbidden is not null);
    }

    private void CheckOverlap()
    {
        var names = _manifests.Keys.Order(StringComparer.Ordinal).ToList();
        var overlapping = names.Where(name => names.Any(other => other != name && _manifests[name].Overlaps(_manifests[other]))).ToList();
        if (overlapping.Count == 0)
        {
            return;
        }

        var whole = overlapping.Where(name => _manifests[name].Roots.Contains(string.Empty)).ToList();
        var message = whole.Count > 0
            ? $"bundles [{string.Join(", ", overlapping)}] have overlapping roots and cannot be activated simultaneously because bundle(s) [{string.Join(", ", whole)}] specify empty root paths ('') which overlap with any other bundle root"
            : $"detected overlapping roots in manifests for these bundles: [{string.Join(", ", overlapping)}]";
        throw new BundleLoadException(null, $"bundle activation failed: {message}", null);
    }

    /// <param name="Path">Where it is read from.</param>
    /// <param name="Name">What messages call it.</param>
    /// <param name="Data">Where its data belong, with slashes.</param>
    private sealed record Place(string Path, string Name, string Data);
}
