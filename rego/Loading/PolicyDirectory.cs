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
        new Loading.DirectoryLoader(directory, options ?? new PolicyDirectoryOptions()).Load();
}
