using System.CommandLine;
using System.CommandLine.Help;
using Gatectl.CommandLine;
using Gatectl.Policies.Add;
using Gatectl.Policies.Bench;
using Gatectl.Policies.Capabilities;
using Gatectl.Policies.Check;
using Gatectl.Policies.Conformance;
using Gatectl.Policies.Deps;
using Gatectl.Policies.Eval;
using Gatectl.Policies.Fmt;
using Gatectl.Policies.Inspect;
using Gatectl.Policies.Parse;
using Gatectl.Policies.Revisions;
using Gatectl.Policies.Test;
using Gatectl.Policies.Version;

namespace Gatectl.Policies;

/// <summary>
/// <c>gatectl policy</c>: works on policies on this machine, with the names, flags and exit codes of OPA, and needs no gate; but
/// <c>status</c> and <c>show</c> ask one, as all commands outside do.
/// </summary>
internal static class PolicyCommand
{
    public static Command Create(ProcessEnvironment environment)
    {
        var policy = new Command("policy", "Test and evaluate policies on this machine; ask a gate which ones it uses.")
            .With(
                PolicyTestCommand.Create(environment),
                PolicyEvalCommand.Create(environment),
                PolicyBenchCommand.Create(environment),
                PolicyCheckCommand.Create(environment),
                PolicyConformanceCommand.Create(environment),
                PolicyDepsCommand.Create(environment),
                PolicyInspectCommand.Create(environment),
                PolicyParseCommand.Create(environment),
                PolicyCapabilitiesCommand.Create(environment),
                PolicyVersionCommand.Create(environment),
                PolicyFmtCommand.Create(environment),
                PolicyAddApplicationCommand.Create(environment),
                PolicyAddTeamCommand.Create(environment),
                PolicyStatusCommand.Create(environment),
                PolicyShowCommand.Create(environment));

        // As OPA without a verb: the help, which is no mistake.
        policy.SetAction(parsed => new HelpAction().Invoke(parsed));
        return policy;
    }
}
