namespace Gatekeeper.Rego;

/// <summary>
/// Loads a directory as OPA does: every <c>.rego</c> file is a module; every <c>.json</c>, <c>.yaml</c> and <c>.yml</c> file holds
/// base data, placed by its folder. Two files that give a value to one path conflict. Names that begin with a dot are skipped,
/// as are other files; links are followed.
/// </summary>
public static class PolicyDirectory
{
    /// <summary>Loads the directory. Modules are read, not parsed.</summary>
    /// <exception cref="PolicyLoadException">The directory or a file in it cannot be read, or is too large, or data conflict.</exception>
    public static PolicyFiles Load(string directory, PolicyDirectoryOptions? options = null) =>
        new Loading.PolicyLoader(options ?? new PolicyDirectoryOptions()).AddDirectory(directory).Load();

    /// <summary>
    /// Loads directories and single files together, as the arguments of a command: a file's data stand at the root, or, where it
    /// is written <c>a.b:file.json</c>, below that path. Modules are named by their paths as given.
    /// </summary>
    /// <exception cref="PolicyLoadException">A directory or file cannot be read, or is too large, or data conflict.</exception>
    public static PolicyFiles LoadPaths(IEnumerable<string> paths, PolicyDirectoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var loader = new Loading.PolicyLoader(options ?? new PolicyDirectoryOptions());
        foreach (var path in paths)
        {
            loader.AddPath(path);
        }

        return loader.Load();
    }

    /// <summary>Reads the file of one module, whatever its ending; the module is named by the path as given.</summary>
    /// <exception cref="PolicyLoadException">The file cannot be read, or is too large.</exception>
    public static RegoSource ReadModule(string path, PolicyDirectoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new PolicyDirectoryOptions();
        var file = Path.GetFullPath(path, options.BaseDirectory ?? Environment.CurrentDirectory);
        try
        {
            return new RegoSource(path, Syntax.SourceText.Decode(Loading.BoundedFile.Read(file, options.MaxModuleBytes)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PolicyLoadException([new Diagnostic(DiagnosticCodes.Load, Refusal(path, file, failure), default)], failure);
        }
    }

    private static string Refusal(string path, string file, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"open {path}: no such file or directory",
        UnauthorizedAccessException when Directory.Exists(file) => $"read {path}: is a directory",
        UnauthorizedAccessException => $"open {path}: permission denied",
        _ => failure.Message,
    };
}
