using System.CommandLine;
using Gatectl.CommandLine;

namespace Gatectl.Policies.Arguments;

/// <summary>The policy commands that OPA has, too, read their arguments by OPA's rules and refuse them in OPA's words.</summary>
internal sealed class PolicyArgumentStyle : IArgumentStyle
{
    /// <inheritdoc/>
    public (string[] Arguments, int? ExitCode) Normalize(RootCommand root, string[] arguments, ProcessEnvironment environment)
    {
        try
        {
            return (PolicyArguments.Normalize(root, arguments), null);
        }
        catch (PolicyUsageException mistake)
        {
            return (arguments, PolicyCommandExtensions.Refuse(environment, $"gatectl policy {arguments[1]}", mistake.Message));
        }
    }

    /// <inheritdoc/>
    public int? Refuse(ParseResult parsed, string command, ProcessEnvironment environment)
    {
        if (parsed.CommandResult is { Command: { Name: "policy" } policy } && parsed.UnmatchedTokens is [var verb, ..])
        {
            return PolicyCommandExtensions.Refuse(environment, command, UnknownPolicyVerb.Describe(policy, verb));
        }

        return parsed.CommandResult.Command.IsAsOpa() ? PolicyCommandExtensions.Refuse(environment, command, parsed.Errors[0].Message) : null;
    }
}
