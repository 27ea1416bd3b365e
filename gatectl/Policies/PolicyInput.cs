using Gatectl.CommandLine;
using Gatekeeper.Rego;

namespace Gatectl.Policies;

/// <summary>Reads what the policy commands work on.</summary>
internal static class PolicyInput
{
    internal static PolicyFiles Load(CommandContext context, IEnumerable<string> paths) =>
        PolicyDirectory.LoadPaths(paths, new PolicyDirectoryOptions { BaseDirectory = context.Environment.CurrentDirectory });

    /// <summary>The text of one module, named by its path as given.</summary>
    /// <exception cref="PolicyLoadException">The file cannot be read, or is too large.</exception>
    internal static RegoSource ReadModule(CommandContext context, string path) =>
        PolicyDirectory.ReadModule(path, new PolicyDirectoryOptions { BaseDirectory = context.Environment.CurrentDirectory });

    /// <summary>A document of JSON or YAML, by the file's ending.</summary>
    internal static RegoValue ReadDocument(CommandContext context, string file)
    {
        try
        {
            return RegoDocument.Read(context.FullPath(file));
        }
        catch (FormatException failure)
        {
            throw new CommandFailure(PolicyExitCode.Error, $"{file}: {failure.Message}", failure);
        }
    }
}
