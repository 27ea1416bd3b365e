using Deploy.V1;
using Google.Protobuf.Reflection;

namespace Gatectl.Deployments;

/// <summary>What this program needs to know of a deployment's states.</summary>
internal static class DeploymentStates
{
    private static readonly EnumDescriptor Descriptor =
        Deployment.Descriptor.EnumTypes.Single(candidate => candidate.ClrType == typeof(Deployment.Types.State));

    /// <value>The names that a list can be narrowed to.</value>
    public static IReadOnlyList<string> Names { get; } = [.. Descriptor.Values.Where(value => value.Number != 0).Select(value => value.Name)];

    /// <summary>The state's name in the protocol, for example <c>ROLLED_BACK</c>; its number where this program is older than the state.</summary>
    public static string Name(Deployment.Types.State state) => Descriptor.FindValueByNumber((int)state)?.Name ?? ((int)state).ToString();

    public static Deployment.Types.State Parse(string name) => (Deployment.Types.State)Descriptor.FindValueByName(name).Number;

    public static bool IsFinal(Deployment.Types.State state) => state is Deployment.Types.State.Succeeded or Deployment.Types.State.Failed
        or Deployment.Types.State.RolledBack or Deployment.Types.State.Rejected or Deployment.Types.State.Cancelled or Deployment.Types.State.Superseded;
}
