using Deploy.V1;
using Gateway.Contract.Grants;
using Gateway.Hosting.Rpc;
using Gateway.Hosting.Text;
using Google.Protobuf;
using Grpc.Core;
using Outcome = Deploy.V1.RefuseExecutionRequest.Types.Outcome;

namespace Gatekeeper.Execution;

/// <summary>Tells the deployer what became of its question.</summary>
internal sealed partial class ExecutionAnswers(WorkerService.WorkerServiceClient deployer, ExecutionGrants grants, TimeProvider time, ILogger<ExecutionAnswers> logger)
{
    private const int MaxReasons = 32;
    private const int MaxReasonLength = 250;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Answers. An answer that does not arrive is only logged: the deployer asks again.</summary>
    public async Task SendAsync(DecisionRequest asked, Verdict verdict, CancellationToken cancellationToken)
    {
        try
        {
            await (verdict.IsExecution ? ExecuteAsync(asked, verdict, cancellationToken) : RefuseAsync(asked, verdict, cancellationToken));
            LogAnswered(logger, asked.DeploymentId, verdict.IsExecution ? "EXECUTE" : verdict.Outcome.ToString().ToUpperInvariant(), verdict.Decision?.DecisionId ?? verdict.RecordId ?? "-");
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotTaken(logger, asked.DeploymentId, e.StatusCode, StatusText.Of(e.Status));
        }
    }

    private async Task ExecuteAsync(DecisionRequest asked, Verdict verdict, CancellationToken cancellationToken)
    {
        var answer = new ExecuteDeploymentRequest
        {
            Application = asked.Application,
            Environment = asked.Environment,
            DeploymentId = asked.DeploymentId,
            DecisionRequestId = asked.DecisionRequestId,
            Digest = asked.Facts.Digest,
            ReviewDigest = asked.Facts.ReviewDigest,
            Approvals = { verdict.Approvals },
        };
        var grant = Grant(GrantFormat.ExecuteAction, answer, asked, verdict);
        await deployer.ExecuteDeploymentAsync(answer, grant, Deadline(), cancellationToken);
    }

    private async Task RefuseAsync(DecisionRequest asked, Verdict verdict, CancellationToken cancellationToken)
    {
        var answer = new RefuseExecutionRequest
        {
            Application = asked.Application,
            Environment = asked.Environment,
            DeploymentId = asked.DeploymentId,
            DecisionRequestId = asked.DecisionRequestId,
            Outcome = verdict.Outcome,
            Reasons = { verdict.Reasons.Take(MaxReasons).Select(Told) },
            Approvals = { verdict.Outcome == Outcome.ApprovalsMissing ? verdict.Approvals : [] },
        };
        var grant = Grant(GrantFormat.RefuseExecutionAction, answer, asked, verdict);
        await deployer.RefuseExecutionAsync(answer, grant, Deadline(), cancellationToken);
    }

    private Metadata Grant(string action, IMessage answer, DecisionRequest asked, Verdict verdict) =>
        new() { { GrantFormat.MetadataKey, grants.ForAnswer(action, answer, asked.Application, asked.Environment, verdict) } };

    private DateTime Deadline() => (time.GetUtcNow() + CallTimeout).UtcDateTime;

    // A character takes at most four bytes, and a reason 1,024.
    private static string Told(string reason)
    {
        var text = PrintableText.Of(reason);
        return text.Length <= MaxReasonLength ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxReasonLength - 1]) ? MaxReasonLength - 1 : MaxReasonLength), "…");
    }

    [LoggerMessage(EventId = 8001, Level = LogLevel.Information, Message = "Deployment {DeploymentId} was decided again before it is executed: {Outcome}, decision {DecisionId}.")]
    private static partial void LogAnswered(ILogger logger, string deploymentId, string outcome, string decisionId);

    [LoggerMessage(EventId = 8002, Level = LogLevel.Warning, Message = "The deployer did not take the answer about deployment {DeploymentId} ({Status}): {Problem}")]
    private static partial void LogNotTaken(ILogger logger, string deploymentId, StatusCode status, string problem);
}
