namespace Deployer.Deployments;

/// <summary>Why a fact cannot follow the facts that are there.</summary>
internal enum TransitionRefusal
{
    /// <summary>It can.</summary>
    None,

    /// <summary>The deployment's state does not allow it.</summary>
    WrongState,

    /// <summary>The approver is the requester.</summary>
    OwnApproval,

    /// <summary>The approver has approved before.</summary>
    AlreadyApproved,

    /// <summary>There is no approval of the caller's to take back.</summary>
    NotApproved,

    /// <summary>What was approved is not what would run.</summary>
    ReviewChanged,
}
