using Gatekeeper.Seam;
using Gateway.Hosting.Rpc;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;

namespace Gatekeeper.Calls;

/// <summary>Turns a refusal into the one error model, <c>google.rpc.Status</c> with details.</summary>
internal static class StatusBuilder
{
    // The details travel in a header, and headers are bounded (16 KiB by default in most clients).
    private const int MaxPolicyReasons = 16;
    private const int MaxPolicyReasonLength = 300;

    /// <summary>The <c>type</c> of the violations that carry a policy's reasons.</summary>
    public const string PolicyViolationType = "POLICY";

    /// <summary>Builds the status; with no decision id where the refusal has none.</summary>
    public static Status Build(CallError error, string? decisionId)
    {
        var status = ErrorStatus.Create(ErrorTable.For(error.Reason).Grpc, error.Reason, MessageOf(error), error.DecisionId ?? decisionId, error.Violations);
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
