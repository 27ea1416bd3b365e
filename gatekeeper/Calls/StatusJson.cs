using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace Gatekeeper.Calls;

/// <summary>Writes a <c>google.rpc.Status</c> as REST shows it: <c>{"error":{"code","message","status","details"}}</c>.</summary>
internal static class StatusJson
{
    private static readonly TypeRegistry Known = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(Known));

    /// <summary>Writes the error object.</summary>
    /// <param name="status">What to write; details of types that are not <c>google.rpc</c>'s are left out.</param>
    /// <param name="httpStatus">The <c>code</c>.</param>
    public static byte[] Write(Status status, int httpStatus)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("error");
            writer.WriteNumber("code", httpStatus);
            writer.WriteString("message", status.Message);
            writer.WriteString("status", NameOf((StatusCode)status.Code));
            writer.WriteStartArray("details");
            foreach (var detail in status.Details.Where(IsKnown))
            {
                writer.WriteRawValue(Formatter.Format(detail));
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>The code's name as <c>google.rpc.Code</c> spells it.</summary>
    public static string NameOf(StatusCode code) => code switch
    {
        StatusCode.OK => "OK",
        StatusCode.Cancelled => "CANCELLED",
        StatusCode.InvalidArgument => "INVALID_ARGUMENT",
        StatusCode.DeadlineExceeded => "DEADLINE_EXCEEDED",
        StatusCode.NotFound => "NOT_FOUND",
        StatusCode.AlreadyExists => "ALREADY_EXISTS",
        StatusCode.PermissionDenied => "PERMISSION_DENIED",
        StatusCode.Unauthenticated => "UNAUTHENTICATED",
        StatusCode.ResourceExhausted => "RESOURCE_EXHAUSTED",
        StatusCode.FailedPrecondition => "FAILED_PRECONDITION",
        StatusCode.Aborted => "ABORTED",
        StatusCode.OutOfRange => "OUT_OF_RANGE",
        StatusCode.Unimplemented => "UNIMPLEMENTED",
        StatusCode.Internal => "INTERNAL",
        StatusCode.Unavailable => "UNAVAILABLE",
        StatusCode.DataLoss => "DATA_LOSS",
        _ => "UNKNOWN",
    };

    private static bool IsKnown(Any detail) => Known.Find(Any.GetTypeName(detail.TypeUrl)) is not null;
}
