using Deploy.V1;
using Google.Protobuf;

namespace Gateway.Contract.Validation;

/// <summary>
/// Checks every field of a request against <see cref="FieldRules"/>. The gatekeeper checks before any policy sees the request, and
/// the deployer checks again what reaches it.
/// </summary>
public static class RequestValidator
{
    /// <summary>The most deployments on one page.</summary>
    public const int MaxPageSize = 1000;

    /// <summary>The most annotations.</summary>
    public const int MaxAnnotations = 32;

    /// <summary>The longest value of an annotation, in bytes.</summary>
    public const int MaxAnnotationBytes = 256;

    /// <summary>The longest reason or comment, in bytes.</summary>
    public const int MaxTextBytes = 1024;

    private const string DecisionIdRule = "must be a UUID in lower case: 32 hexadecimal digits with hyphens";

    /// <summary>All that is wrong with <paramref name="request"/>; empty where it is valid.</summary>
    /// <exception cref="ArgumentException">No rules are known for this type of message: fail closed.</exception>
    public static IReadOnlyList<FieldViolation> Validate(IMessage request)
    {
        var check = new FieldChecks();
        switch (request)
        {
            case CreateDeploymentRequest create:
                Validate(ref check, create);
                break;
            case ListDeploymentsRequest list:
                Validate(ref check, list);
                break;
            case RollBackDeploymentRequest rollBack:
                Validate(ref check, rollBack);
                break;
            case GetEnvironmentRequest environment:
                check.Place(environment.Application, environment.Environment);
                break;
            case HoldEnvironmentRequest hold:
                Validate(ref check, hold);
                break;
            case ReleaseHoldRequest release:
                check.PlaceOrAll(release.Application, release.Environment);
                check.Text("reason", release.Reason);
                break;
            case ListReviewsRequest list:
                Validate(ref check, list);
                break;
            case ReviewDecisionRequest review:
                check.Place(review.Application, review.Environment);
                check.That(FieldRules.IsCanonicalUuid(review.DecisionId), "decision_id", DecisionIdRule);
                check.Text("comment", review.Comment);
                break;
            case ExecuteDeploymentRequest execute:
                ExecutionRules.Validate(ref check, execute);
                break;
            case RefuseExecutionRequest refuse:
                ExecutionRules.Validate(ref check, refuse);
                break;
            case GetStatusRequest or GetWorkerStatusRequest or WatchDecisionRequestsRequest:
                break;
            case GetRevisionRequest revision:
                Validate(ref check, revision);
                break;
            default:
                ValidateOfOneDeployment(ref check, request);
                break;
        }

        return check.Violations;
    }

    // Those that name a deployment which is there already.
    private static void ValidateOfOneDeployment(ref FieldChecks check, IMessage request)
    {
        switch (request)
        {
            case GetDeploymentRequest get:
                check.Deployment(get.Application, get.Environment, get.DeploymentId);
                break;
            case WatchDeploymentRequest watch:
                check.Deployment(watch.Application, watch.Environment, watch.DeploymentId);
                check.That(watch.After >= 0, "after", "must be 0 or more");
                break;
            case CancelDeploymentRequest cancel:
                check.Deployment(cancel.Application, cancel.Environment, cancel.DeploymentId);
                check.Text("comment", cancel.Comment);
                break;
            case ApproveDeploymentRequest approve:
                Validate(ref check, approve);
                break;
            case WithdrawApprovalRequest withdraw:
                check.Deployment(withdraw.Application, withdraw.Environment, withdraw.DeploymentId);
                check.Text("comment", withdraw.Comment);
                break;
            case RejectDeploymentRequest reject:
                check.Deployment(reject.Application, reject.Environment, reject.DeploymentId);
                check.Text("comment", reject.Comment);
                break;
            default:
                throw new ArgumentException($"No rules for {request.Descriptor.FullName}.", nameof(request));
        }
    }

    private static void Validate(ref FieldChecks check, ApproveDeploymentRequest request)
    {
        check.Deployment(request.Application, request.Environment, request.DeploymentId);
        check.Text("comment", request.Comment);
        check.Exception(request.Exception);
        check.That(
            request.ReviewDigest.Length == 0 || FieldRules.IsDigest(request.ReviewDigest), "review_digest", "must be 'sha256:' and 64 lower-case hexadecimal digits");
    }

    private static void Validate(ref FieldChecks check, HoldEnvironmentRequest request)
    {
        check.PlaceOrAll(request.Application, request.Environment);
        check.Text("reason", request.Reason);
        check.That(!string.IsNullOrWhiteSpace(request.Reason), "reason", "must say why; whoever waits is told");
    }

    private static void Validate(ref FieldChecks check, CreateDeploymentRequest request)
    {
        check.Place(request.Application, request.Environment);
        check.That(FieldRules.IsVersion(request.Version), "version", "must match [A-Za-z0-9][A-Za-z0-9._+-]{0,127}");
        check.That(
            request.Digest.Length == 0 || FieldRules.IsDigest(request.Digest), "digest", "must be 'sha256:' and 64 lower-case hexadecimal digits");
        check.RequestId(request.RequestId);
        check.Annotations(request.Annotations);
        check.Text("reason", request.Reason);
        check.Exception(request.Exception);
        check.Time("not_before", request.NotBefore);
        check.Time("not_after", request.NotAfter);
    }

    private static void Validate(ref FieldChecks check, ListDeploymentsRequest request)
    {
        check.PlaceOrAll(request.Application, request.Environment);
        check.That(Enum.IsDefined(request.State), "state", "must be a state of deploy.v1.Deployment");
        check.Page(request.PageSize, request.PageToken);
    }

    private static void Validate(ref FieldChecks check, ListReviewsRequest request)
    {
        check.PlaceOrAll(request.Application, request.Environment);
        check.That(Enum.IsDefined(request.State), "state", "must be a state of deploy.v1.Review");
        check.Page(request.PageSize, request.PageToken);
        check.That(request.DecisionId.Length == 0 || FieldRules.IsCanonicalUuid(request.DecisionId), "decision_id", DecisionIdRule);
    }

    private static void Validate(ref FieldChecks check, RollBackDeploymentRequest request)
    {
        check.Place(request.Application, request.Environment);
        check.That(
            request.DeploymentId.Length == 0 || FieldRules.IsDeploymentId(request.DeploymentId), "deployment_id", FieldChecks.NameRule);
        check.RequestId(request.RequestId);
        check.Text("reason", request.Reason);
        check.Exception(request.Exception);
    }

    private static void Validate(ref FieldChecks check, GetRevisionRequest request)
    {
        check.That(FieldRules.IsDigest(request.Revision), "revision", "must be 'sha256:' and 64 lower-case hexadecimal digits");
        check.That(
            request.Path.Length == 0 || FieldRules.IsRelativePath(request.Path),
            "path",
            "must be a path below the directory of policies: at most 1024 bytes, no control characters, no empty, '.' or '..' segments");
        check.That(request.Offset >= 0, "offset", "must be 0 or more");
        check.That(request.Offset <= 0 || request.Path.Length > 0, "offset", "needs the path of a file");
    }
}
