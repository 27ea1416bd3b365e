namespace Deployer.Deployments;

/// <summary>Why a granted call is not carried out.</summary>
internal enum CallRefusal
{
    /// <summary>It is.</summary>
    None,

    /// <summary>Its grant was used before.</summary>
    GrantReplayed,

    /// <summary>There is no such deployment, or nothing to roll back to.</summary>
    NotFound,

    /// <summary>Its request id was used for another request.</summary>
    RequestIdTaken,

    /// <summary>Too many deployments wait already.</summary>
    QueueFull,

    /// <summary>The state of what it is about does not allow it.</summary>
    WrongState,

    /// <summary>An approver must not be the requester.</summary>
    OwnApproval,

    /// <summary>An approver counts once.</summary>
    AlreadyApproved,

    /// <summary>An approver must be a person whom the policy names for one of the approvals.</summary>
    NotAnApprover,

    /// <summary>There is no approval of the caller's to take back.</summary>
    NotApproved,

    /// <summary>What was approved is not what would run.</summary>
    ReviewChanged,
}
