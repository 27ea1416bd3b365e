namespace Gateway.Contract.Grants;

/// <summary>Constants of the grant that both sides share.</summary>
public static class GrantFormat
{
    /// <summary>The metadata key that carries the grant; a caller's own value under it is stripped at the door.</summary>
    public const string MetadataKey = "x-deploy-grant";

    /// <summary>The metadata key (and response header) that carries the decision's id.</summary>
    public const string DecisionIdKey = "decision-id";

    /// <summary><c>typ</c> of the JWS header.</summary>
    public const string TokenType = "deploy-grant+jwt";

    /// <summary>The longest life of a grant, in seconds.</summary>
    public const int MaxLifetimeSeconds = 30;

    /// <summary>The action of the call that installs a session key; it has no door.</summary>
    public const string InstallSessionKeyAction = "install_session_key";

    /// <summary>The action of the call that asks the deployer about itself; it has no door.</summary>
    public const string WorkerStatusAction = "worker_status";

    /// <summary>The action of the call with which the gatekeeper waits for what the deployer wants decided; it has no door.</summary>
    public const string WatchDecisionRequestsAction = "watch_decision_requests";

    /// <summary>The action of the answer that a deployment may be executed now; it has no door.</summary>
    public const string ExecuteAction = "execute";

    /// <summary>The action of the answer that a deployment may not be executed now; it has no door.</summary>
    public const string RefuseExecutionAction = "refuse_execution";

    /// <summary>The longest life of a session key, in seconds.</summary>
    public const int MaxSessionKeySeconds = 7200;

    /// <summary>What stands for the policy revision in a grant of the gatekeeper's own, which no policy decided.</summary>
    public const string NoRevision = "-";

    /// <summary>
    /// Whether a call with <paramref name="action"/> is carried out only under a revision that the deployer knows and that is not
    /// outdated. Reading and what only narrows need none; every other action does, an unknown one included.
    /// </summary>
    public static bool NeedsRevision(string action) => action is not
        ("get" or "list" or "watch" or "cancel" or "reject" or "withdraw" or "hold" or "release"
            or InstallSessionKeyAction or WorkerStatusAction or WatchDecisionRequestsAction or RefuseExecutionAction);

    /// <summary>
    /// Whether the grants of <paramref name="action"/> name a <see cref="CallerDocument"/> that comes with the call: every call of somebody
    /// else that changes something (<c>deploy</c>, <c>cancel</c>, <c>approve</c>, <c>reject</c>, <c>rollback</c>, <c>withdraw</c>, <c>hold</c>,
    /// <c>release</c>), an unknown action included. The gatekeeper's own calls have no caller, and so no document.
    /// </summary>
    public static bool HasCallerDocument(string action) => IsChanging(action) && action is not
        (InstallSessionKeyAction or WatchDecisionRequestsAction or ExecuteAction or RefuseExecutionAction);

    /// <summary>
    /// Whether grants for <paramref name="action"/> must be signed (ES256), because the call changes something. Every action that
    /// is not one of the reading ones does, an unknown one included.
    /// </summary>
    public static bool IsChanging(string action) => action is not ("get" or "list" or "watch" or WorkerStatusAction);
}
