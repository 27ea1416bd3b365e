using System.Globalization;
using System.Net.Http.Headers;
using Deploy.V1;
using Gatekeeper.Calls;
using Gateway.Hosting.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace Gatekeeper.Forwarding;

/// <summary>Reads the status that the deployer ended a call with.</summary>
internal static class DeployerStatus
{
    /// <summary>The status in a response's headers (where no message was sent) or trailers; <c>null</c> where there is none.</summary>
    public static Status? Read(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(StatusHeaders.Code, out var values)
            || !int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            return null;
        }

        var status = ReadDetails(headers) ?? new Status { Message = ReadMessage(headers) };
        status.Code = code;
        return status;
    }

    /// <summary>The reason that a call of our own was refused with, where it is one of ours.</summary>
    public static ErrorReason ReasonOf(RpcException refusal) =>
        refusal.Trailers.GetValueBytes(StatusHeaders.Details) is { } details && StatusHeaders.ReadDetails(details) is { } status ? ErrorStatus.ReasonOf(status) : ErrorReason.Unspecified;

    /// <summary>The HTTP status that REST shows for it.</summary>
    public static int HttpStatusOf(Status status)
    {
        var reason = ErrorStatus.ReasonOf(status);
        return reason == ErrorReason.Unspecified ? ErrorTable.HttpStatusOf((StatusCode)status.Code) : ErrorTable.For(reason).Http;
    }

    /// <summary>
    /// Whether the refusal concerns the gatekeeper rather than the caller: a grant that was not taken, or credentials that the caller
    /// never gave to the deployer.
    /// </summary>
    public static bool ConcernsGatekeeper(Status status) =>
        ErrorTable.IsGrantFault(ErrorStatus.ReasonOf(status)) || (StatusCode)status.Code == StatusCode.Unauthenticated;

    private static Status? ReadDetails(HttpHeaders headers) =>
        headers.NonValidated.TryGetValues(StatusHeaders.Details, out var values) ? StatusHeaders.ReadDetails(values.ToString()) : null;

    private static string ReadMessage(HttpHeaders headers) =>
        headers.NonValidated.TryGetValues(StatusHeaders.Message, out var values) ? Uri.UnescapeDataString(values.ToString()) : "";
}
