using System.Collections.Frozen;
using Deploy.V1;
using Gateway.Contract.Wire;
using Google.Protobuf.Reflection;

namespace Gateway.Hosting.Rpc;

/// <summary>The reasons of refusals: their stable names, as the contract spells them (<c>POLICY_DENIED</c>), and those of a message's faults.</summary>
public static class ErrorReasons
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

    /// <summary>Why a message with this fault is refused.</summary>
    public static ErrorReason Of(WireFaultKind fault) => fault switch
    {
        WireFaultKind.UnknownField => ErrorReason.UnknownField,
        WireFaultKind.DuplicateField => ErrorReason.DuplicateField,
        _ => ErrorReason.MalformedMessage,
    };
}
