using System.Text.Json.Nodes;
using Google.Protobuf;

namespace Gatectl.Gates;

/// <summary>A message as JSON, with the field names of the protocol, as the gate's REST door writes it.</summary>
internal static class MessageJson
{
    private static readonly JsonFormatter Formatter =
        new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithPreserveProtoFieldNames(true));

    public static JsonNode From(IMessage message) => JsonNode.Parse(Formatter.Format(message))!;
}
