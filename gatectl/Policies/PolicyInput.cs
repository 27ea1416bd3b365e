using Gatectl.CommandLine;
using Rego;
using Rego.Capabilities;
using Rego.Loading;

namespace Gatectl.Policies;

/// <summary>Reads what the policy commands work on.</summary>
internal static class PolicyInput
{
    internal static PolicyFiles Load(CommandContext context, IEnumerable<string> paths) => PolicyDirectory.LoadPaths(paths, OptionsFor(context));

    /// <summary>How the files of a command line are loaded.</summary>
    internal static PolicyDirectoryOptions OptionsFor(CommandContext context, string[]? ignored = null, RegoCapabilities? capabilities = null, bool modulesOnly = false) => new()
    {
        BaseDirectory = context.Environment.CurrentDirectory,
        Ignore = ignored ?? [],
        Capabilities = capabilities,
        ModulesOnly = modulesOnly,
    };

    /// <summary>The text of one module, named by its path as given.</summary>
    /// <exception cref="PolicyLoadException">The file cannot be read, or is too large.</exception>
    internal static RegoSource ReadModule(CommandContext context, string path) => PolicyDirectory.ReadModule(path, OptionsFor(context));

    /// <summary>The content of one file, or of the one that a URL names.</summary>
    /// <exception cref="PolicyFailureException">It cannot be read, or is too large.</exception>
    internal static byte[] ReadBytes(CommandContext context, string path)
    {
        try
        {
            return PolicyDirectory.ReadFile(path, OptionsFor(context));
        }
        catch (PolicyLoadException failure)
        {
            throw new PolicyFailureException(failure.Message, failure);
        }
    }
}
