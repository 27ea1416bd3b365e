using System.Globalization;
using System.Text;
using Google.Protobuf;
using Status = Google.Rpc.Status;

namespace Gateway.Hosting.Rpc;

/// <summary>A status as gRPC over HTTP/2 writes it: into the trailers, or into the headers of a response without a message ("Trailers-Only").</summary>
public static class StatusHeaders
{
    /// <summary>The header of the code.</summary>
    public const string Code = "grpc-status";

    /// <summary>The header of the message.</summary>
    public const string Message = "grpc-message";

    /// <summary>The header of the status with its details.</summary>
    public const string Details = "grpc-status-details-bin";

    /// <summary>The headers of a status.</summary>
    public static (string Name, string Value)[] Of(Status status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return
        [
            (Code, status.Code.ToString(CultureInfo.InvariantCulture)),
            (Message, Encode(status.Message)),
            (Details, Convert.ToBase64String(status.ToByteArray()).TrimEnd('=')),
        ];
    }

    /// <summary>Percent-encodes a message for <see cref="Message"/>.</summary>
    public static string Encode(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.All(IsPlain))
        {
            return message;
        }

        var text = new StringBuilder(message.Length + 16);
        foreach (var unit in Encoding.UTF8.GetBytes(message))
        {
            _ = IsPlain((char)unit) ? text.Append((char)unit) : text.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
        }

        return text.ToString();
    }

    /// <summary>Reads the value of <see cref="Details"/>; null where it is no status.</summary>
    public static Status? ReadDetails(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        try
        {
            return ReadDetails(Convert.FromBase64String(value.PadRight((value.Length + 3) / 4 * 4, '=')));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="ReadDetails(string)"/>
    public static Status? ReadDetails(byte[] value)
    {
        try
        {
            return Status.Parser.ParseFrom(value);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static bool IsPlain(char c) => c is >= ' ' and <= '~' and not '%';
}
