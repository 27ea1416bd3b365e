using System.Collections.Frozen;
using Deploy.V1;
using Google.Protobuf.Reflection;

namespace Gatekeeper.Calls;

/// <summary>The stable names of reasons, as the contract spells them (<c>POLICY_DENIED</c>).</summary>
internal static class ErrorReasonNames
{
    private static readonly FrozenDictionary<ErrorReason, string> Names =
        Descriptor.Values.ToFrozenDictionary(value => (ErrorReason)value.Number, value => value.Name);

    private static readonly FrozenDictionary<string, ErrorReason> Reasons =
        Descriptor.Values.ToFrozenDictionary(value => value.Name, value => (ErrorReason)value.Number);

    private static EnumDescriptor Descriptor => ErrorsReflection.Descriptor.FindTypeByName<EnumDescriptor>("ErrorReason");

    /// <summary>The reason's name.</summary>
    public static string NameOf(ErrorReason reason) => Names[reason];

    /// <summary>The reason of that name, or <see cref="ErrorReason.Unspecified"/>.</summary>
    public static ErrorReason Parse(string name) => Reasons.GetValueOrDefault(name);
}
