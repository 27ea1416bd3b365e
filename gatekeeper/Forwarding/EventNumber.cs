using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Gatekeeper.Forwarding;

/// <summary>The number of an event, by which a stream of them is resumed: the field <c>event</c> of a stream's messages.</summary>
internal static class EventNumber
{
    private const string Field = "event";

    /// <summary>The number; 0 where the message has none.</summary>
    public static int Of(IMessage message) =>
        message.Descriptor.FindFieldByName(Field) is { FieldType: FieldType.Int32, IsRepeated: false } field ? (int)field.Accessor.GetValue(message) : 0;
}
