using System.Reflection;
using Deploy.V1;
using Deployer.Facts;
using Gateway.Hosting.Audit;
using Gateway.Hosting.Rpc;
using Rego.Values;

namespace Deployer.Audit;

/// <summary>
/// The deployer's own log: what it decided, which credentials it read and for what, what it began to push and who had decided that, what it
/// stopped before its push, and which calls it refused. Whatever is done because of a record waits until that is on stable storage.
/// </summary>
internal sealed class WorkerLog : IAsyncDisposable
{
    // What is read, by its names, which are no secrets; under `credential` a record masks whatever it is.
    private const string Reads = "reads";

    private readonly RefusalLimiter _refusals;
    private readonly TimeProvider _time;

    private WorkerLog(TamperEvidentLog log, RefusalLimiter refusals, TimeProvider time) => (Log, _refusals, _time) = (log, refusals, time);

    /// <value>The log that the records are in, for those of others.</value>
    public TamperEvidentLog Log { get; }

    /// <summary>Opens the log, proves it, repairs a torn end, and records the start.</summary>
    /// <exception cref="InvalidOperationException">It can't be written, or is not what was sealed; the message says what and where.</exception>
    public static WorkerLog Open(AuditOptions options, string stateDirectory, Assembly program, TimeProvider time, ILogger logger)
    {
        var refusals = new RefusalLimiter(options.MaxRefusalRecordsPerSecond, "method", time);
        return new WorkerLog(TamperEvidentLog.Open(options, stateDirectory, program, time, logger, refusals.Summarize), refusals, time);
    }

    /// <summary>Records a decision in the field names of OPA's decision log; durable on return.</summary>
    /// <returns>The decision's id.</returns>
    /// <exception cref="AuditUnavailableException">It is not on record, and must not be acted on.</exception>
    public async Task<string> RecordAsync(WorkerDecision decision)
    {
        var id = Guid.CreateVersion7(_time.GetUtcNow()).ToString();
        List<(string, RegoValue)> members =
        [
            ("decision_id", RegoString.From(id)),
            ("path", RegoString.From(decision.Path)),
            ("allowed", RegoBoolean.From(decision.IsAllowed)),
        ];
        if (decision.Fault.Length > 0)
        {
            members.Add(("detail", RegoString.From(decision.Fault)));
        }

        members.Add(About(decision.Deployment));
        if (decision.Input[RegoString.From("credential")] is RegoObject credential)
        {
            members.Add((Reads, credential));
        }

        members.Add(("input", decision.Input));
        if (decision.Result.IsDefined)
        {
            members.Add(("result", decision.Result));
        }

        members.Add(("bundles", Named("policies", Named("revision", RegoString.From(decision.Revision)))));
        members.Add(("metrics", Named("timer_rego_query_eval_ns", RegoNumber.From((long)decision.EvaluationTime.TotalNanoseconds))));
        await Log.RecordEventAsync("decision", members.ToArray(), durable: true);
        return id;
    }

    /// <summary>Records that a credential is about to be read; durable on return.</summary>
    /// <param name="deployment">For which deployment.</param>
    /// <param name="released">The credential, and what for.</param>
    /// <param name="decisionId">The decision that allows it.</param>
    /// <exception cref="AuditUnavailableException">It is not on record, and must not be read.</exception>
    public ValueTask RecordReadAsync(DeploymentSnapshot deployment, CredentialReleased released, string decisionId) => Log.RecordEventAsync(
        "credential_read",
        [About(deployment), (Reads, NamesOf(released)), ("decision_id", RegoString.From(decisionId))],
        durable: true);

    /// <summary>Records that a credential could not be read after all.</summary>
    /// <param name="deployment">For which deployment.</param>
    /// <param name="released">The credential, and what for.</param>
    /// <param name="error">Why not; names no secret.</param>
    public void NoteUnread(DeploymentSnapshot deployment, CredentialReleased released, string error) => Log.TryRecordEvent(
        "credential_unread",
        [About(deployment), (Reads, NamesOf(released)), ("error", RegoString.From(error))]);

    /// <summary>Records that a deployment's target is about to be touched, or to be touched again after a restart; durable on return.</summary>
    /// <param name="deployment">The deployment; its push has begun.</param>
    /// <exception cref="AuditUnavailableException">It is not on record, and the target must not be touched.</exception>
    public ValueTask RecordExecutionAsync(DeploymentSnapshot deployment) => Log.RecordEventAsync(
        "execution",
        [
            // A push from before executions were decided rests on none.
            ("decision_id", RegoString.From(deployment.Push?.Execution?.DecisionId ?? "")),
            ("decided_by", RegoString.From(deployment.Push?.Execution?.Issuer ?? "")),
            About(deployment),
            ("request_decision_id", RegoString.From(deployment.Request.Authorization.DecisionId)),
            ("version", RegoString.From(deployment.Request.Version)),
            ("digest", RegoString.From(deployment.Digest)),
            ("review_digest", RegoString.From(deployment.ReviewDigest)),
            ("attempt", RegoNumber.From(deployment.Attempts)),
        ],
        durable: true);

    /// <summary>Records that the deployer has stopped a deployment before its push, or that approvals of it count no more; durable on return.</summary>
    /// <param name="deployment">The deployment, as it was then.</param>
    /// <param name="state">The name of its state.</param>
    /// <param name="reason">Why, in words that name no secret.</param>
    /// <param name="decisionId">The gatekeeper's decision that it follows from; empty where it is the deployer's own.</param>
    /// <exception cref="AuditUnavailableException">It is not on record.</exception>
    public ValueTask RecordStopAsync(DeploymentSnapshot deployment, string state, string reason, string decisionId)
    {
        List<(string, RegoValue)> members =
        [
            About(deployment),
            ("allowed", RegoBoolean.False),
            ("state", RegoString.From(state)),
            ("detail", RegoString.From(reason)),
            ("request_decision_id", RegoString.From(deployment.Request.Authorization.DecisionId)),
            ("version", RegoString.From(deployment.Request.Version)),
            ("digest", RegoString.From(deployment.Digest)),
            ("review_digest", RegoString.From(deployment.ReviewDigest)),
        ];
        return Log.RecordEventAsync("stopped", WithDecision(members, decisionId), durable: true);
    }

    /// <summary>Records a call that was refused before it was carried out; beyond a rate, or where the log has no room, it is only counted. Nobody waits for it.</summary>
    /// <param name="reason">Why, of a fixed set.</param>
    /// <param name="method">What was called: a method of the contract, or empty.</param>
    /// <param name="detail">In words; names no secret.</param>
    /// <param name="decisionId">The decision that had allowed it; empty where its grant does not hold.</param>
    public void NoteRefusal(ErrorReason reason, string method, string detail, string decisionId = "")
    {
        var name = ErrorReasons.NameOf(reason);
        var called = method.Length > 0 ? method : "unknown";
        if (_refusals.TryTake(name, called))
        {
            List<(string, RegoValue)> members =
            [
                ("method", RegoString.From(called)), ("allowed", RegoBoolean.False), ("reason", RegoString.From(name)), ("detail", RegoString.From(detail)),
            ];
            if (!Log.TryRecordEvent("refusal", WithDecision(members, decisionId)))
            {
                _refusals.Miss(name, called);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Log.DisposeAsync();

    private static (string, RegoValue)[] WithDecision(List<(string, RegoValue)> members, string decisionId) =>
        decisionId.Length > 0 ? [.. members, ("decision_id", RegoString.From(decisionId))] : [.. members];

    private static (string, RegoValue) About(DeploymentSnapshot deployment) => ("deployment", RegoObject.From(
        ("deployment_id", RegoString.From(deployment.Id)),
        ("application", RegoString.From(deployment.Request.Application)),
        ("environment", RegoString.From(deployment.Request.Environment))));

    private static RegoObject NamesOf(CredentialReleased released) => RegoObject.From(
        ("name", RegoString.From(released.Name)), ("purpose", RegoString.From(released.Purpose)), ("source", RegoString.From(released.Source)));

    private static RegoObject Named(string name, RegoValue value) => RegoObject.From((name, value));
}
