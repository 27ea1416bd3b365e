using Deploy.V1;
using Google.Protobuf.Collections;

namespace Gateway.Contract.Validation;

/// <summary>What the messages of the decision at execution may hold.</summary>
internal static class ExecutionRules
{
    internal const int MaxApprovals = 64;

    private const int MaxReasons = 32;
    private const int MaxPersons = 8;
    private const int MaxPrincipals = 256;
    private const int MaxPrincipalBytes = 256;
    private const string Uuid = "must be a UUID in lower case with hyphens";
    private const string Digest = "must be 'sha256:' and 64 lower-case hexadecimal digits";

    internal static void Validate(ref FieldChecks check, ExecuteDeploymentRequest request)
    {
        check.Deployment(request.Application, request.Environment, request.DeploymentId);
        check.That(FieldRules.IsCanonicalUuid(request.DecisionRequestId), "decision_request_id", Uuid);
        check.That(FieldRules.IsDigest(request.Digest), "digest", Digest);
        check.That(request.ReviewDigest.Length == 0 || FieldRules.IsDigest(request.ReviewDigest), "review_digest", Digest);
        Validate(ref check, request.Approvals);
    }

    internal static void Validate(ref FieldChecks check, RefuseExecutionRequest request)
    {
        check.Deployment(request.Application, request.Environment, request.DeploymentId);
        check.That(FieldRules.IsCanonicalUuid(request.DecisionRequestId), "decision_request_id", Uuid);
        check.That(
            request.Outcome is RefuseExecutionRequest.Types.Outcome.Denied or RefuseExecutionRequest.Types.Outcome.Undecided or RefuseExecutionRequest.Types.Outcome.ApprovalsMissing,
            "outcome",
            "must be DENIED, UNDECIDED or APPROVALS_MISSING");
        check.That(
            request.Reasons.Count <= MaxReasons && request.Reasons.All(reason => FieldRules.IsText(reason, RequestValidator.MaxTextBytes)),
            "reasons",
            "must be at most 32 texts of at most 1024 bytes without control characters but tab and line feed");
        Validate(ref check, request.Approvals);
    }

    private static void Validate(ref FieldChecks check, RepeatedField<CountedApproval> approvals) => check.That(
        approvals.Count <= MaxApprovals && approvals.All(IsValid),
        "approvals",
        "must be at most 64, each with the ids of its two decisions (UUIDs in lower case), 1 to 8 persons, and at most 256 principals");

    private static bool IsValid(CountedApproval approval) =>
        FieldRules.IsCanonicalUuid(approval.DecisionId) && FieldRules.IsCanonicalUuid(approval.ExecutionDecisionId) && approval.Persons.Count is > 0 and <= MaxPersons && approval.Persons.All(IsPrincipal)
        && approval.Principals.Count <= MaxPrincipals && approval.Principals.All(IsPrincipal);

    private static bool IsPrincipal(string text) => text.Length > 0 && FieldRules.IsText(text, MaxPrincipalBytes * 4);
}
