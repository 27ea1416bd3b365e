using System.CommandLine;
using Gatectl.CommandLine;
using Rego.Diagnostics;
using Rego.Loading;
using Rego.Options;

namespace Gatectl.Policies;

/// <summary>The schemas that a command is given by <c>--schema</c>.</summary>
internal static class PolicySchemas
{
    internal static Option<string?> CreateOption() => new("--schema", "-s")
    {
        Description = "JSON schema of the input, or a directory of schemas that the policies' annotations name.",
        HelpName = "FILE|DIR",
    };

    /// <summary>Reads them; null where none are given.</summary>
    /// <exception cref="PolicyLoadException">They cannot be read.</exception>
    internal static RegoSchemas? Load(CommandContext context, Option<string?> option) => context.Value(option) is { Length: > 0 } path
        ? new SchemaLoader(new PolicyDirectoryOptions { BaseDirectory = context.Environment.CurrentDirectory }).Load(path)
        : null;

    /// <summary>Reads them; false where they cannot be read, which is then said.</summary>
    internal static bool TryLoad(CommandContext context, Option<string?> option, out RegoSchemas? schemas)
    {
        try
        {
            schemas = Load(context, option);
            return true;
        }
        catch (PolicyLoadException failure)
        {
            context.Output.Notice(PolicyText.Escape(DiagnosticText.Describe(failure.Diagnostics, "during loading")));
            schemas = null;
            return false;
        }
    }
}
