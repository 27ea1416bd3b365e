using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;
using Rego.Capabilities;

namespace Gatectl.Policies;

/// <summary>The capabilities that a command is given by <c>--capabilities</c>: what a policy may use.</summary>
internal static class PolicyCapabilities
{
    internal static Option<string?> CreateOption() =>
        PolicyOption.Text("--capabilities", "What policies may use: a version of OPA, for example v1.4.2, or a file in the form of 'opa capabilities'.", "VERSION|FILE");

    /// <summary>Reads them; null where none are given.</summary>
    /// <exception cref="PolicyUsageException">There are none of that name.</exception>
    internal static RegoCapabilities? Load(CommandContext context, Option<string?> option)
    {
        if (context.Value(option) is not { } name)
        {
            return null;
        }

        if (File.Exists(context.FullPath(name)))
        {
            return Read(context, option, name);
        }

        return RegoCapabilities.TryGetVersion(name, out var capabilities)
            ? capabilities
            : throw new PolicyUsageException(PolicyOption.Refusal(option, name, $"no such file or capabilities version found: {name}"));
    }

    private static RegoCapabilities Read(CommandContext context, Option<string?> option, string file)
    {
        try
        {
            return RegoCapabilities.Parse(PolicyInput.ReadBytes(context, file));
        }
        catch (FormatException failure)
        {
            throw new PolicyUsageException(PolicyOption.Refusal(option, file, failure.Message));
        }
    }
}
