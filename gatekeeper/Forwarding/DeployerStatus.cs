using System.Globalization;
using System.Net.Http.Headers;
using Deploy.V1;
using Gatekeeper.Calls;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace Gatekeeper.Forwarding;

/// <summary>Reads the status that the deployer ended a call with.</summary>
internal static class DeployerStatus
{
    private const string DetailsKey = "grpc-status-details-bin";

    /// <summary>The status in a response's headers (where no message was sent) or trailers; <c>null</c> where there is none.</summary>
    public static Status? Read(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues("grpc-status", out var values)
            || !int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            return null;
        }

        var status = ReadDetails(headers) ?? new Status { Message = ReadMessage(headers) };
        status.Code = code;
        return status;
    }

    /// <summary>The reason that the status gives, where it is one of ours.</summary>
    public static ErrorReason ReasonOf(Status status)
    {
        foreach (var detail in status.Details)
        {
            if (detail.TryUnpack<ErrorInfo>(out var info) && info.Domain == ErrorTable.Domain)
            {
                return ErrorReasonNames.Parse(info.Reason);
            }
        }

        return ErrorReason.Unspecified;
    }

    /// <summary>The reason that a call of our own was refused with, where it is one of ours.</summary>
    public static ErrorReason ReasonOf(RpcException refusal) =>
        refusal.Trailers.GetValueBytes(DetailsKey) is { } details && TryParse(details) is { } status ? ReasonOf(status) : ErrorReason.Unspecified;

    /// <summary>The HTTP status that REST shows for it.</summary>
    public static int HttpStatusOf(Status status)
    {
        var reason = ReasonOf(status);
        return reason == ErrorReason.Unspecified ? ErrorTable.HttpStatusOf((StatusCode)status.Code) : ErrorTable.For(reason).Http;
    }

    /// <summary>
    /// Whether the refusal concerns the gatekeeper rather than the caller: a grant that was not taken, or credentials that the caller
    /// never gave to the deployer.
    /// </summary>
    public static bool ConcernsGatekeeper(Status status) =>
        ErrorTable.IsGrantFault(ReasonOf(status)) || (StatusCode)status.Code == StatusCode.Unauthenticated;

    private static Status? ReadDetails(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(DetailsKey, out var values))
        {
            return null;
        }

        var text = values.ToString();
        try
        {
            return TryParse(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static Status? TryParse(byte[] details)
    {
        try
        {
            return Status.Parser.ParseFrom(details);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static string ReadMessage(HttpHeaders headers) =>
        headers.NonValidated.TryGetValues("grpc-message", out var values) ? Uri.UnescapeDataString(values.ToString()) : "";
}
