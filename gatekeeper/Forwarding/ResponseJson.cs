using System.Text;
using Gatekeeper.Seam;
using Google.Protobuf;

namespace Gatekeeper.Forwarding;

/// <summary>Turns the messages of answers into JSON: fields under the names of the .proto, enums by name, fields without a value shown too.</summary>
internal static class ResponseJson
{
    private static readonly JsonFormatter Formatter = new(
        JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithPreserveProtoFieldNames(true));

    /// <summary>Formats one message of the method's response type, in UTF-8.</summary>
    public static byte[] Format(MethodCatalogEntry method, byte[] message) => Format(method.Descriptor.OutputType.Parser.ParseFrom(message));

    /// <summary>Formats a message, in UTF-8.</summary>
    public static byte[] Format(IMessage message) => Encoding.UTF8.GetBytes(Formatter.Format(message));
}
