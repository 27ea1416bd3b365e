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

    /// <summary>The longest life of a session key, in seconds.</summary>
    public const int MaxSessionKeySeconds = 7200;

    /// <summary>What stands for the policy revision in a grant of the gatekeeper's own, which no policy decided.</summary>
    public const string NoRevision = "-";

    /// <summary>
    /// Whether a call with <paramref name="action"/> is carried out only under a revision that the deployer knows and that is not
    /// outdated. Reading and what only narrows need none; every other action does, an unknown one included.
    /// </summary>
    public static bool NeedsRevision(string action) => action is not
        ("get" or "list" or "watch" or "cancel" or "reject" or "withdraw" or "hold" or "release" or InstallSessionKeyAction or WorkerStatusAction);

    /// <summary>
    /// Whether grants for <paramref name="action"/> must be signed (ES256), because the call changes something. Every action that
    /// is not one of the reading ones does, an unknown one included.
    /// </summary>
    public static bool IsChanging(string action) => action is not ("get" or "list" or "watch" or WorkerStatusAction);
}
