using Gatekeeper.Seam;
using Gateway.Contract.Validation;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;

namespace Gatekeeper.Calls;

/// <summary>Turns a refusal into the one error model, <c>google.rpc.Status</c> with details.</summary>
internal static class StatusBuilder
{
    // The details travel in a header, and headers are bounded (16 KiB by default in most clients).
    private const int MaxPolicyReasons = 16;
    private const int MaxPolicyReasonLength = 300;
    private const int MaxViolations = 40;

    /// <summary>The <c>type</c> of the violations that carry a policy's reasons.</summary>
    public const string PolicyViolationType = "POLICY";

    /// <summary>Builds the status.</summary>
    public static Status Build(CallError error, string decisionId)
    {
        var status = new Status { Code = (int)ErrorTable.For(error.Reason).Grpc, Message = MessageOf(error) };
        status.Details.Add(Any.Pack(new ErrorInfo
        {
            Reason = ErrorReasonNames.NameOf(error.Reason),
            Domain = ErrorTable.Domain,
            Metadata = { ["decision_id"] = error.DecisionId ?? decisionId },
        }));
        AddViolations(status, error);
        AddPolicyReasons(status, error);
        if (error.RetryAfter is { } delay)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }));
        }

        return status;
    }

    private static string MessageOf(CallError error) =>
        error.PolicyReasons.Count == 0
            ? error.Message
            : $"{error.Message}: {string.Join("; ", error.PolicyReasons.Take(MaxPolicyReasons).Select(Shorten))}";

    private static void AddViolations(Status status, CallError error)
    {
        if (error.Violations.Count == 0)
        {
            return;
        }

        var request = new BadRequest();
        foreach (var violation in error.Violations.Take(MaxViolations))
        {
            request.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = violation.Field, Description = violation.Description });
        }

        status.Details.Add(Any.Pack(request));
    }

    private static void AddPolicyReasons(Status status, CallError error)
    {
        if (error.PolicyReasons.Count == 0)
        {
            return;
        }

        var failure = new PreconditionFailure();
        foreach (var reason in error.PolicyReasons.Take(MaxPolicyReasons))
        {
            failure.Violations.Add(new PreconditionFailure.Types.Violation { Type = PolicyViolationType, Description = Shorten(reason) });
        }

        status.Details.Add(Any.Pack(failure));
    }

    private static string Shorten(string reason) => reason.Length <= MaxPolicyReasonLength ? reason : reason[..MaxPolicyReasonLength] + "…";
}
