using Deploy.V1;
using Gateway.Contract.Validation;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace Gateway.Hosting.Rpc;

/// <summary>The one error model: <c>google.rpc.Status</c> with <c>ErrorInfo</c>, and field violations where there are some.</summary>
public static class ErrorStatus
{
    private const string Domain = "gatekeeper";
    private const string DecisionIdKey = "decision_id";

    // The details travel in a header, and headers are bounded (16 KiB by default in most clients).
    private const int MaxViolations = 40;

    /// <summary>Makes a status.</summary>
    /// <param name="code">The gRPC status.</param>
    /// <param name="reason">The stable reason.</param>
    /// <param name="message">For people; names no secret, claim or path.</param>
    /// <param name="decisionId">The decision that refuses; null where there is none.</param>
    /// <param name="violations">What is wrong with which field.</param>
    public static Status Create(StatusCode code, ErrorReason reason, string message, string? decisionId = null, IReadOnlyList<FieldViolation>? violations = null)
    {
        var info = new ErrorInfo { Domain = Domain, Reason = ErrorReasons.NameOf(reason) };
        if (decisionId is not null)
        {
            info.Metadata.Add(DecisionIdKey, decisionId);
        }

        var status = new Status { Code = (int)code, Message = message, Details = { Any.Pack(info) } };
        if (violations is { Count: > 0 })
        {
            var request = new BadRequest();
            request.FieldViolations.Add(violations.Take(MaxViolations).Select(violation => new BadRequest.Types.FieldViolation { Field = violation.Field, Description = violation.Description }));
            status.Details.Add(Any.Pack(request));
        }

        return status;
    }

    /// <summary>The reason that a status gives; <see cref="ErrorReason.Unspecified"/> where it is none of ours.</summary>
    public static ErrorReason ReasonOf(Status status)
    {
        ArgumentNullException.ThrowIfNull(status);
        foreach (var detail in status.Details)
        {
            if (detail.TryUnpack<ErrorInfo>(out var info) && info.Domain == Domain)
            {
                return ErrorReasons.Parse(info.Reason);
            }
        }

        return ErrorReason.Unspecified;
    }
}
