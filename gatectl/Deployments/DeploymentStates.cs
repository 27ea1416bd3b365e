using Deploy.V1;
using Gatectl.CommandLine;
using Google.Protobuf.Reflection;
using State = Deploy.V1.Deployment.Types.State;

namespace Gatectl.Deployments;

/// <summary>What this program needs to know of a deployment's states.</summary>
internal static class DeploymentStates
{
    private static readonly EnumDescriptor Descriptor =
        Deployment.Descriptor.EnumTypes.Single(candidate => candidate.ClrType == typeof(State));

    /// <value>The names that a list can be narrowed to.</value>
    public static IReadOnlyList<string> Names { get; } = [.. Descriptor.Values.Where(value => value.Number != 0).Select(value => value.Name)];

    /// <summary>The state's name in the protocol, for example <c>ROLLED_BACK</c>. Where this program is older than the state, it says so: a bare number would be read as a state's name.</summary>
    public static string Name(State state) => Descriptor.FindValueByNumber((int)state)?.Name ?? $"a state that this gatectl does not know ({(int)state})";

    public static State Parse(string name) => (State)Descriptor.FindValueByName(name).Number;

    public static bool IsFinal(State state) => state is State.Succeeded or State.Failed or State.RolledBack or State.Rejected or State.Cancelled
        or State.Superseded or State.Expired or State.Denied;

    /// <summary>Whether a deployment that ended in this state did what was asked, as an exit code.</summary>
    public static int ExitCodeOf(State state) => state switch
    {
        State.Succeeded => ExitCode.Done,
        State.Denied => ExitCode.Denied,
        _ => ExitCode.Failed,
    };
}
