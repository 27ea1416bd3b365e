using System.CommandLine;
using Gatectl.CommandLine;
using Gatekeeper.Rego;

namespace Gatectl.Policies;

/// <summary>The option <c>--capabilities</c>: a version of OPA, or a file in the form of <c>opa capabilities</c>.</summary>
internal static class PolicyCapabilities
{
    private const string Name = "--capabilities";

    internal static Option<string?> Option() => new(Name) { Description = "What the OPA that the policies are for can do: a version, or a file of capabilities.", HelpName = "VERSION|FILE" };

    /// <summary>What the option names; null where it is not given.</summary>
    /// <exception cref="CommandFailure">There is no such version or file, or the file is something else.</exception>
    internal static RegoCapabilities? Of(CommandContext context, Option<string?> option)
    {
        if (context.Value(option) is not { } name)
        {
            return null;
        }

        if (RegoCapabilities.TryGetVersion(name, out var capabilities))
        {
            return capabilities;
        }

        try
        {
            return RegoCapabilities.Parse(File.ReadAllBytes(context.FullPath(name)));
        }
        catch (FormatException failure)
        {
            throw Refuse(name, failure.Message, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refuse(name, $"no such file or capabilities version found: {name}", failure);
        }
    }

    private static CommandFailure Refuse(string name, string problem, Exception cause) =>
        new(PolicyExitCode.Refused, $"invalid argument \"{name}\" for \"{Name}\" flag: {problem}", cause);
}
