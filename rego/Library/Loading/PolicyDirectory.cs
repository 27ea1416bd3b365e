using Rego.Diagnostics;
using Rego.Errors;
using Rego.Sources;
using Rego.Work;

namespace Rego.Loading;

/// <summary>
/// Loads a directory as OPA does: every <c>.rego</c> file is a module; every <c>.json</c>, <c>.yaml</c> and <c>.yml</c> file holds
/// base data, placed by its directory. Two files that give a value to one path conflict. Names that begin with a dot are skipped,
/// as are other files; links are followed.
/// </summary>
public static class PolicyDirectory
{
    /// <summary>Loads the directory. Modules are read, not parsed.</summary>
    /// <exception cref="PolicyLoadException">The directory or a file in it cannot be read, or is too large, or data conflict.</exception>
    public static PolicyFiles Load(string directory, PolicyDirectoryOptions? options = null) =>
        new PolicyLoader(options ?? new PolicyDirectoryOptions()).AddDirectory(directory).Load();

    /// <summary>
    /// Loads files that were read before, as <see cref="Load"/> loads those of a directory; modules are parsed. Whoever reads them knows
    /// that they stood together at one moment.
    /// </summary>
    /// <exception cref="PolicyLoadException">A module does not parse, a file is too large or no document, or data conflict.</exception>
    public static PolicyFiles LoadFiles(IEnumerable<PolicyFile> files, PolicyDirectoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        var loader = new PolicyLoader(options ?? new PolicyDirectoryOptions());
        return DeepStack.Run(() =>
        {
            foreach (var file in files)
            {
                loader.AddFile(file);
            }

            return loader.Load();
        });
    }

    /// <summary>The name of a set of files: <c>sha256:</c> and the SHA-256 over their sorted paths and contents. That of <see cref="PolicyFiles.Revision"/>.</summary>
    public static string DigestOf(IEnumerable<PolicyFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var revision = new PolicyRevision();
        foreach (var file in files)
        {
            revision.Add(file.Path, file.Content);
        }

        return revision.Compute();
    }

    /// <summary>
    /// Loads directories and single files together, as the arguments of a command: a file's data stand at the root, or, where it
    /// is written <c>a.b:file.json</c>, below that path; URLs of files are paths. Modules are named by their paths as given, and
    /// parsed; names that begin with a dot are read as all others.
    /// </summary>
    /// <exception cref="PolicyLoadException">A directory or file cannot be read, or is too large, data conflict, or a module does not parse.</exception>
    public static PolicyFiles LoadPaths(IEnumerable<string> paths, PolicyDirectoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var all = paths.ToList();
        var loader = new PolicyLoader(options ?? new PolicyDirectoryOptions());
        return CompilerWork.Run(
            () =>
            {
                foreach (var path in all)
                {
                    loader.AddPath(path);
                }

                return loader.Load();
            },
            fault => throw new PolicyLoadException([fault]));
    }

    /// <summary>
    /// Loads directories as OPA's bundles: modules, and the data of files named <c>data.json</c>, <c>data.yaml</c> or
    /// <c>data.yml</c>, within the roots of the <c>.manifest</c> where there is one. No two bundles may have a root in common.
    /// </summary>
    /// <exception cref="BundleLoadException">A bundle cannot be read, breaks its manifest, or overlaps another.</exception>
    public static PolicyFiles LoadBundles(IEnumerable<string> paths, PolicyDirectoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var all = paths.ToList();
        return CompilerWork.Run(
            () => BundleLoader.Load(all, options ?? new PolicyDirectoryOptions()),
            fault => throw new PolicyLoadException([fault]));
    }

    /// <summary>Reads the file of one module, whatever its ending; the module is named by the path as given.</summary>
    /// <exception cref="PolicyLoadException">The file cannot be read, or is too large.</exception>
    public static RegoSource ReadModule(string path, PolicyDirectoryOptions? options = null)
    {
        options ??= new PolicyDirectoryOptions();
        return new RegoSource(path, SourceText.Decode(ReadFile(path, options, options.MaxModuleBytes)));
    }

    /// <summary>Reads one file of data, or the one that a URL names.</summary>
    /// <exception cref="PolicyLoadException">The file cannot be read, or is too large.</exception>
    public static byte[] ReadFile(string path, PolicyDirectoryOptions? options = null)
    {
        options ??= new PolicyDirectoryOptions();
        return ReadFile(path, options, options.MaxDataBytes);
    }

    private static byte[] ReadFile(string path, PolicyDirectoryOptions options, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        var file = path;
        try
        {
            file = Path.GetFullPath(PolicyPath.FromUrl(path), options.BaseDirectory ?? Environment.CurrentDirectory);
            return BoundedFile.Read(file, maxBytes);
        }
        catch (FormatException failure)
        {
            throw Refusal(failure.Message, failure);
        }
        catch (Exception failure) when (FileProblem.IsOne(failure))
        {
            throw Refusal(FileProblem.Describe(path, file, failure), failure);
        }
    }

    private static PolicyLoadException Refusal(string message, Exception failure) => new([new Diagnostic(DiagnosticCodes.Load, message, default)], failure);
}
